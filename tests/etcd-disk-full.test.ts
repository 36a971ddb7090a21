// Goal: on a full disk a member says so and ends; with room again it comes back, and nothing acknowledged is lost. Method: the
// real program on a file system of four megabytes. Skipped where none can be mounted.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { referenceCommand } from '../checker/conformance/etcd/servers.ts';
import { root } from '../checker/paths.ts';
import { text, utf8 } from '../lessons/kit/bytes.ts';
import { connectEtcd } from '../lessons/kit/etcd/client.ts';

const small = mkdtempSync(join(tmpdir(), 'slipway-small-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', small]).status === 0;

/** Resolves with the endpoint, and with how it ends. */
function start() {
  const listen = ['--listen-client', '127.0.0.1:0', '--listen-peer', '127.0.0.1:0'];
  const [program, args] = referenceCommand(['--data-dir', join(small, 'member'), ...listen]);
  const child = spawn(program, args, { cwd: root, env: { ...process.env, SLIPWAY_ROOT: root } });
  let said = '';
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, said })),
  );
  const endpoint = new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (part) => {
      said += part;
      const [, found] = /serves clients at (\S+)/.exec(said) ?? [];
      if (found) resolve(found);
    });
    ended.then(() => reject(new Error(said)));
  });
  return { child, endpoint, ended };
}

const declare = isMounted ? test : test.skip;

declare('a member whose disk is full says why and ends, and comes back when there is room', async () => {
  const ballast = join(small, 'ballast');
  writeFileSync(ballast, new Uint8Array(2 << 20));
  const first = start();
  const etcd = connectEtcd({ endpoints: [await first.endpoint] });
  const key = utf8('a');
  let acknowledged = 0;
  const value = (number: number) => utf8(String(number).padStart(100_000));
  const refused = await (async () => {
    for (;;) {
      await etcd.put({ key, value: value(acknowledged + 1) });
      acknowledged++;
    }
  })().catch((thrown) => thrown);
  etcd.close();
  assert.ok(acknowledged > 0, String(refused));
  const { code, said } = await first.ended;
  assert.is(code, 1);
  assert.match(said, /etcd: .*ENOSPC.*Make .*start again; nothing acknowledged is lost\n$/);

  rmSync(ballast);
  const second = start();
  const again = connectEtcd({ endpoints: [await second.endpoint] });
  const { kvs } = await again.range({ key });
  const found = Number(text(kvs[0].value));
  // The one that was refused may be there or not: nobody was told.
  assert.ok(found === acknowledged || found === acknowledged + 1, `${found} of ${acknowledged}`);
  await again.put({ key, value: value(found + 1) });
  again.close();
  second.child.kill();
  assert.is((await second.ended).code, 0);
});

test('the end', () => {
  if (isMounted) spawnSync('umount', [small]);
  rmSync(small, { recursive: true, force: true });
});

test.run();
