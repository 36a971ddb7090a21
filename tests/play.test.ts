// Goal: play runs without a terminal too, on the reference, and answers bad input with a line. Method: the real programs.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function play(args: string[], input: string): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['checker/cli/slipway.mjs', 'play', ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (out += chunk));
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

test('play 1: the store answers, counts comparisons, and takes bad input for what it is', async () => {
  const lines = [
    'put a 1',
    'get a',
    'txn a=1 !b ? put b "two words" ; range : del a',
    'txn a=0 ? put a 2 : del! zz',
    'prefix a',
    'load 2000',
    'get zz\\xff',
    'put "" 1',
    'fly',
    'range - - x',
  ];
  const { code, out } = await play(['1', '--solutions'], `${lines.join('\n')}\n`);
  assert.is(code, 0, out);
  assert.match(out, 'store› get a\n  "1"\n');
  assert.match(out, '"b"  "two words"');
  assert.match(out, 'key-not-found');
  assert.match(out, /\n {2}\d+ comparisons · 2,002 keys, log2 = 11\.0\n/);
  assert.match(out, 'empty-key');
  assert.match(out, 'there is no "fly" here');
  assert.match(out, 'a limit is a whole number, not "x"');
});

test('play 2: kills, a torn tail, damage and a snapshot, and nothing is lost', async () => {
  const { code, out } = await play(['2', '--solutions'], '');
  assert.is(code, 0, out);
  assert.is(out.match(/kill -9/g)!.length, 3, out);
  assert.is(out.match(/lost 0/g)!.length, 4, out);
  assert.match(out, /torn\stail\sof\s\d+\sbytes\scut/);
  assert.match(out, 'refused');
});

test('play 3: an election, values, the leader killed and back again', async () => {
  const { code, out } = await play(['3', '--solutions'], '');
  assert.is(code, 0, out);
  assert.match(out, /n\d leads term 1\n/);
  assert.match(out, /n\d takes v1 to v3 into its log, up to index 4\n/);
  assert.match(out, /n\d, the leader, is killed\n/);
  assert.match(out, / n\d +down +1 /);
  const logs = out.slice(out.indexOf('5. ')).match(/ n\d {4}(leader|follower) .* 1 1 1 1 \d \d \d│\n/g);
  assert.is(logs?.length, 5, out);
});

test('play 3: a stub is told which exercise comes first', async () => {
  const { code, out } = await play(['3'], '');
  assert.is(code, 1, out);
  assert.match(out, /^Exercise 3\.1 comes first: npm run lesson 3\.1\. .*npm run play 3 -- --solutions\n$/s);
});

test('play 4: put, watch, the leader killed, the past read, and compacted away', async () => {
  const { code, out } = await play(['4', '--solutions'], '');
  assert.is(code, 0, out);
  assert.match(out, /m\d leads term 1/);
  assert.match(out, 'request timed out');
  assert.match(out, 'required revision has been compacted');
});

test('play 5: each request stops where it must, and the others are in etcd', async () => {
  const { code, out } = await play(['5', '--solutions'], '');
  assert.is(code, 0, out);
  const stops = out.match(/ ✘ .*/g)!.map((line) => line.trim().replace(/ {2,}/g, ' | '));
  assert.equal(stops, [
    '✘ authorize | 403 Forbidden | 5.3',
    '✘ authorize | 403 Forbidden | 5.3',
    '✘ authenticate | 401 Unauthorized | 5.2',
    '✘ structure | 400 BadRequest | 5.4',
    '✘ validation | 422 Invalid | 5.4',
    '✘ mutating admission | 404 NotFound | 5.5',
    '✘ etcd transaction | 409 AlreadyExists: the key is taken | 5.6',
    '✘ registry: prepare | 409 Conflict | 5.6',
  ]);
  assert.match(out, 'spec.containers[0].ports[0].containerPort');
  assert.match(out, 'a dry run ends here');
  assert.match(out, /strategy=\{type: RollingUpdate, rollingUpdate:\s+\{maxUnavailable: 25%, maxSurge: 25%\}\}\n/);
  assert.match(out, '15a. anna, in a race with ben, labels');
  assert.match(out, '15b. ben, in a race with anna, labels');
  assert.match(
    out,
    /\n +\d+ {2}ADDED {5}held\n +\d+ {2}MODIFIED {2}held {2}marked as deleted\n +\d+ {2}DELETED {3}held\n/,
  );
  assert.match(out, /\n +\d+ +2 {2}deployments\/default\/nginx-deployment\n/);
  assert.match(out, 'odometer  ●0 ●1 ○2');
});

test('play 5: a stub is told which exercise comes first', async () => {
  const { code, out } = await play(['5'], '');
  assert.is(code, 1, out);
  assert.match(out, /^Exercise 5\.1 comes first: npm run lesson 5\.1\. .*npm run play 5 -- --solutions\n$/s);
});

test.run();
