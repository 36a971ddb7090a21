// Goal: npm run etcd answers whatever goes wrong with one clear line and an exit code that is not zero, and leaves the
// data alone; what was acknowledged is there after a kill -9. Method: the real program, on the reference.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { freePorts, referenceCommand } from '../checker/conformance/etcd/servers.ts';
import { root } from '../checker/paths.ts';
import { text, utf8 } from '../lessons/kit/bytes.ts';
import { connectEtcd } from '../lessons/kit/etcd/client.ts';

interface Program {
  child: ChildProcess;
  err(): string;
  /** Resolves once it serves, with its endpoint. */
  serving: Promise<string>;
  exit: Promise<number | null>;
}

const base = mkdtempSync(join(tmpdir(), 'slipway-program-'));
const folder = (name: string) => join(base, name);
const anyPorts = ['--listen-client', '127.0.0.1:0', '--listen-peer', '127.0.0.1:0'];

function start(...args: string[]): Program {
  const [program, all] = referenceCommand(args);
  const child = spawn(program, all, { cwd: root, env: { ...process.env, SLIPWAY_ROOT: root } });
  let err = '';
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const serving = new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      err += chunk;
      const [, endpoint] = /serves clients at (\S+)/.exec(err) ?? [];
      if (endpoint) resolve(endpoint);
    });
    exit.then(() => reject(new Error(err)));
  });
  serving.catch(() => undefined);
  return { child, err: () => err, serving, exit };
}

/** That it does not start, and says why in one line. */
async function refuses(expected: RegExp, code: number, ...args: string[]): Promise<void> {
  const { exit, err } = start(...args);
  assert.is(await exit, code, err());
  assert.match(err(), expected);
  assert.match(err(), /^etcd: [^\n]+\n$/);
}

async function stop({ child, exit }: Program, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  child.kill(signal);
  return exit;
}

/** Every file of a folder, as text. */
function contentsOf(name: string): string {
  const files = (
    readdirSync(folder(name), { recursive: true, withFileTypes: true }) as {
      isFile(): boolean;
      parentPath: string;
      name: string;
    }[]
  ).filter((entry) => entry.isFile());
  return files
    .map((file) => `${file.name} ${readFileSync(join(file.parentPath, file.name), 'latin1')}`)
    .sort()
    .join('\n');
}

test('what was typed wrong is said, before anything is touched', async () => {
  await refuses(/Unknown option '--nope'/, 2, '--nope');
  await refuses(/--listen-client takes an address/, 2, '--listen-client', 'here');
  await refuses(/"b" is not like/, 2, '--initial-cluster', 'a=127.0.0.1:1,b');
  await refuses(
    /does not name this member/,
    2,
    '--name',
    'c',
    '--initial-cluster',
    'a=127.0.0.1:1',
    '--data-dir',
    folder('x'),
  );
  await refuses(/five times/, 2, '--heartbeat-interval', '500');
  await refuses(/--cert-file: ENOENT/, 2, '--cert-file', folder('none'));
  await refuses(/go together/, 2, '--cert-file', join(root, 'package.json'));
  await refuses(/restore FILE/, 2, 'backup');
});

test('where lesson 4 is still to do it names the exercise, before there is a folder or a port', () => {
  const [program, args] = referenceCommand(['--data-dir', folder('stubs'), ...anyPorts]);
  const stubs = args.filter((arg, i) => arg !== 'solved-revisions' && args[i + 1] !== 'solved-revisions');
  const env = { ...process.env, SLIPWAY_ROOT: root };
  const { status, stderr } = spawnSync(program, stubs, { cwd: root, env, encoding: 'utf8' });
  assert.is(status, 1);
  assert.match(stderr, /^etcd: exercise 4\.\d+ comes first: [^\n]+\n$/);
  assert.not(existsSync(folder('stubs')));
});

test('what was acknowledged is there after a kill -9, and the folder is free again', async () => {
  const args = ['--data-dir', folder('kept'), ...anyPorts];
  const first = start(...args);
  const etcd = connectEtcd({ endpoints: [await first.serving] });
  await etcd.put({ key: utf8('a'), value: utf8('1') });
  await refuses(/is in use by process \d+/, 1, ...args);
  etcd.close();
  await stop(first, 'SIGKILL');
  const second = start(...args);
  const again = connectEtcd({ endpoints: [await second.serving] });
  assert.is(text((await again.range({ key: utf8('a') })).kvs[0].value), '1');
  again.close();
  assert.is(await stop(second), 0);
});

test('data of another member, of another cluster or version, and damaged ones are left alone', async () => {
  for (const name of ['version', 'identity', 'log']) cpSync(folder('kept'), folder(name), { recursive: true });
  const identity = readFileSync(join(folder('kept'), 'identity.json'), 'utf8');
  writeFileSync(join(folder('version'), 'identity.json'), identity.replace('"format": 2', '"format": 3'));
  writeFileSync(join(folder('identity'), 'identity.json'), '{');
  const [segment] = readdirSync(join(folder('log'), 'member')).filter((name) => name.startsWith('wal'));
  const bytes = readFileSync(join(folder('log'), 'member', segment));
  bytes[30] ^= 1;
  writeFileSync(join(folder('log'), 'member', segment), bytes);
  mkdirSync(folder('foreign'));
  writeFileSync(join(folder('foreign'), 'letter'), 'dear');
  const cases: [name: string, expected: RegExp, ...args: string[]][] = [
    ['kept', /belongs to member "default", not to "b"/, '--name', 'b'],
    ['kept', /belongs to another cluster/, '--initial-cluster', 'default=127.0.0.1:9'],
    ['kept', /belongs to another cluster/, '--initial-cluster-token', 'other'],
    ['version', /written by another version: its format is 3/],
    ['identity', /identity\.json is damaged/],
    ['log', /damaged: wal-0+1 is damaged at byte \d+/],
    ['foreign', /not empty/],
  ];
  for (const [name, expected, ...args] of cases) {
    const before = contentsOf(name);
    await refuses(expected, 1, '--data-dir', folder(name), '--listen-client', '127.0.0.1:0', ...args);
    assert.is(contentsOf(name), before, name);
  }
});

test('a port in use, and a folder that cannot be made', async () => {
  const [port] = await freePorts(1);
  const holder = start(
    '--data-dir',
    folder('holder'),
    '--listen-client',
    `127.0.0.1:${port}`,
    '--listen-peer',
    '127.0.0.1:0',
  );
  await holder.serving;
  const listen = ['--listen-client', `127.0.0.1:${port}`, '--listen-peer', '127.0.0.1:0'];
  await refuses(/the port is in use: .*EADDRINUSE/, 1, '--data-dir', folder('second'), ...listen);
  await stop(holder);
  writeFileSync(folder('file'), '');
  await refuses(/the data directory cannot be used/, 1, '--data-dir', join(folder('file'), 'within'), ...anyPorts);
});

test('three members agree; one of another cluster is refused, and said so in a line', async () => {
  const ports = await freePorts(3);
  const cluster = ['a', 'b', 'c'].map((name, i) => `${name}=127.0.0.1:${ports[i]}`).join(',');
  const member = (name: string, token: string) =>
    start(
      '--name',
      name,
      '--data-dir',
      folder(`${token}-${name}`),
      '--listen-client',
      '127.0.0.1:0',
      '--initial-cluster',
      cluster,
      '--initial-cluster-token',
      token,
    );
  const [a, b] = [member('a', 'one'), member('b', 'one')];
  const etcd = connectEtcd({ endpoints: [await a.serving, await b.serving] });
  await etcd.put({ key: utf8('a'), value: utf8('1') });
  const stranger = member('c', 'two');
  await stranger.serving;
  const said = /refused a caller on the port of the members: it belongs to cluster/;
  while (!said.test(a.err()) || !said.test(stranger.err())) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.is(a.err().match(/refused a caller/g)?.length, 1);
  await stop(stranger);
  const c = member('c', 'one');
  const late = connectEtcd({ endpoints: [await c.serving] });
  assert.is(text((await late.range({ key: utf8('a') })).kvs[0].value), '1');
  etcd.close();
  late.close();
  for (const each of [a, b, c]) assert.is(await stop(each), 0, each.err());
});

test('the end', () => rmSync(base, { recursive: true, force: true }));

test.run();
