// Goal: the odometer tells how far one nginx.yaml gets, in the words of lesson 5's text. Method: the real program.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../checker/paths.ts';

function deploy(...args: string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['checker/cli/slipway.mjs', 'deploy', ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (out += part));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

test('the reference gets to stage 1, and prints what the lesson shows', async () => {
  const { code, out } = await deploy('--solutions');
  assert.is(code, 0, out);
  const text = readFileSync(join(root, 'lessons/5-api-server/README.md'), 'utf8');
  assert.ok(text.includes(`\`\`\`text\n${out.trim()}\n\`\`\``), out);
});

test('a stub stays at stage 0, and is told which exercise comes first', async () => {
  const { code, out } = await deploy();
  assert.is(code, 1, out);
  assert.match(out, /exercise 5\.1 comes first:\s+npm run lesson 5\.1\./);
  assert.match(out, '● 0  a store for the keys of a cluster');
  assert.match(out, 'Stage 0 of 6: the Deployment is not stored.');
});

test('anything else that is said is refused in a line', async () => {
  const { code, out } = await deploy('nginx.yaml');
  assert.is(code, 2, out);
  assert.is(out.split('\n').length, 2, out);
});

test.run();
