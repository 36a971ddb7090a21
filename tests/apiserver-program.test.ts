// Goal: the program behind `npm run apiserver` says in one line what is wrong, keeps its certificates, waits for its etcd, and
// no watch loses or repeats an event because a server ends. Method: the program on the reference, in processes of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { freePorts, referenceCommand } from '../checker/conformance/etcd/servers.ts';
import { apiServerCommand } from '../checker/conformance/kubernetes/servers.ts';
import { root } from '../checker/paths.ts';
import { createServerCertificate } from '../lessons/kit/kubernetes/certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'slipway-api-program-'));
const data = join(folder, 'data');
const running = new Set<ChildProcess>();

interface Program {
  child: ChildProcess;
  said(): string;
  /** Resolves once it has said this. */
  says(what: RegExp): Promise<RegExpExecArray>;
  ended: Promise<number | null>;
}

function start([program, args]: [string, string[]]): Program {
  const env = { ...process.env, SLIPWAY_ROOT: root };
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (part) => (said += part));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  ended.then(() => running.delete(child));
  return {
    ...{ child, ended, said: () => said },
    async says(what) {
      for (;;) {
        const found = what.exec(said);
        if (found) return found;
        if (child.exitCode !== null) throw new Error(`it ended, and has said: ${said}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

const serve = (...flags: string[]) => start(apiServerCommand(['--data-dir', data, ...flags]));

async function portOf(server: Program): Promise<number> {
  return Number((await server.says(/serves at 127\.0\.0\.1 port (\d+)/))[1]);
}

async function stop({ child, ended }: Program): Promise<void> {
  child.kill();
  assert.is(await ended, 0);
}

/** What an audit log tells, in short. */
function eventsIn(file: string): string[] {
  const events = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return events.map(({ verb, objectRef, responseStatus }) => `${verb} ${objectRef.resource} ${responseStatus.code}`);
}

const pem = (name: string) => readFileSync(join(data, 'pki', name), 'utf8');

async function ask(
  port: number,
  path: string,
  body?: object,
): Promise<{ status: number; body: Record<string, never> }> {
  const { status, text } = await askText(port, path, body);
  return { status, body: JSON.parse(text) };
}

function askText(port: number, path: string, body?: object): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const tls = { ca: pem('ca.crt'), cert: pem('admin.crt'), key: pem('admin.key') };
    const method = body ? 'POST' : 'GET';
    const sent = request({ host: '127.0.0.1', port, path, method, agent: false, ...tls }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    });
    sent.once('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

const configMaps = '/api/v1/namespaces/default/configmaps';

/** Again and again, while etcd is away. */
async function create(port: number, name: string): Promise<void> {
  for (;;) {
    const { status } = await ask(port, configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    if (status === 201) return;
    assert.is(status, 503);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Watches from a revision on; what it has heard stays when the connection ends. */
function watch(port: number, from: string, heard: { name: string; revision: string }[]): void {
  const tls = { ca: pem('ca.crt'), cert: pem('admin.crt'), key: pem('admin.key') };
  const path = `${configMaps}?watch=true&resourceVersion=${from}`;
  request({ host: '127.0.0.1', port, path, agent: false, ...tls }, (response) => {
    let rest = '';
    response.on('error', () => {});
    response.setEncoding('utf8').on('data', (part) => {
      const lines = (rest + part).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        const { name, resourceVersion } = JSON.parse(line).object.metadata;
        heard.push({ name, revision: resourceVersion });
      }
    });
  })
    .on('error', () => {})
    .end();
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function refuses(line: RegExp, code: number, ...flags: string[]): Promise<void> {
  const program = serve(...flags);
  assert.is(await program.ended, code, program.said());
  assert.match(program.said(), line);
  assert.is(program.said().trim().split('\n').length, 1, program.said());
}

test('bad flags: one line and code 2', async () => {
  await Promise.all([
    refuses(/^apiserver: Unknown option '--foo'; --help tells what there is\n$/, 2, '--foo'),
    refuses(/^apiserver: --secure-port takes a port from 0 to 65535, not "x"\n$/, 2, '--secure-port', 'x'),
    refuses(/^apiserver: --etcd-servers takes addresses such as .*, not "x"\n$/, 2, '--etcd-servers', 'x'),
    refuses(/^apiserver: --token-auth-file: ENOENT/, 2, '--token-auth-file', join(folder, 'none')),
  ]);
});

test('the first start makes certificates, and the next one has the same; the data are there again', async () => {
  const auditLog = join(folder, 'audit.log');
  const first = serve('--secure-port', '0', '--audit-log-path', auditLog);
  await create(await portOf(first), 'kept');
  assert.match(first.said(), `process ${first.child.pid}: serves at`);
  assert.equal(eventsIn(auditLog), ['create configmaps 201']);
  await refuses(/^apiserver: .* is in use by process \d+\n$/, 1, '--secure-port', '0');
  await stop(first);
  const certificates = ['ca.crt', 'apiserver.crt', 'admin.crt', 'sa.pub'].map(pem);
  const second = serve('--secure-port', '0');
  assert.is((await ask(await portOf(second), `${configMaps}/kept`)).status, 200);
  await stop(second);
  assert.equal(['ca.crt', 'apiserver.crt', 'admin.crt', 'sa.pub'].map(pem), certificates);
});

test('a port in use, a folder of something else, an expired certificate: one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  await refuses(/^apiserver: the port is in use: .*\n$/, 1, '--secure-port', String(port));
  other.close();
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'letter.txt'), 'Dear reader');
  await refuses(/^apiserver: .* is no data directory of this API server and not empty/, 1, '--data-dir', elsewhere);
  await refuses(/^apiserver: --audit-log-path: EISDIR.*\n$/, 1, '--secure-port', '0', '--audit-log-path', elsewhere);
  const was = { key: pem('apiserver.key'), certificate: pem('apiserver.crt') };
  const authority = { key: pem('ca.key'), certificate: pem('ca.crt') };
  const old = await createServerCertificate(authority, ['127.0.0.1'], Date.now() - 400 * 24 * 3600 * 1000);
  writeServer(old);
  await refuses(
    /^apiserver: .*apiserver\.crt has expired on .*: remove it and apiserver\.key, and both are made anew\n$/,
    1,
  );
  writeServer(was);
});

function writeServer({ key, certificate }: { key: string; certificate: string }): void {
  writeFileSync(join(data, 'pki', 'apiserver.key'), key);
  writeFileSync(join(data, 'pki', 'apiserver.crt'), certificate);
}

test('etcd is missing: it is said once, requests are answered 503, and all goes on when etcd is there', async () => {
  const [port, etcdPort] = await freePorts(2);
  const flags = ['--etcd-servers', `127.0.0.1:${etcdPort}`, '--secure-port'];
  const server = serve(...flags, String(port));
  await server.says(/error etcd at .* does not answer: .*; the API server waits for it/);
  assert.is((await ask(port, '/readyz')).status, 503);
  const etcdFlags = ['--data-dir', join(folder, 'a.etcd'), '--listen-client', `127.0.0.1:${etcdPort}`];
  const etcd = () => start(referenceCommand([...etcdFlags, '--listen-peer', '127.0.0.1:0']));
  let member = etcd();
  await portOf(server);
  const second = serve(...flags, '0');
  const secondPort = await portOf(second);
  assert.match(second.said(), 'admin-');

  // From one server to the other, over an etcd that is killed: each event once, in order.
  const heard: { name: string; revision: string }[] = [];
  const { metadata } = (await ask(port, configMaps)).body as unknown as { metadata: { resourceVersion: string } };
  watch(port, metadata.resourceVersion, heard);
  for (const name of ['a', 'b']) await create(secondPort, name);
  await until(() => heard.length === 2);
  member.child.kill('SIGKILL');
  await server.says(/does not answer: .*; requests that need it are refused until it is back/);
  assert.is((await ask(port, configMaps, { metadata: { name: 'x' } })).status, 503);
  const notWell = { status: 500, text: '[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n' };
  assert.equal(await askText(port, '/readyz'), notWell);
  assert.equal(await askText(port, '/livez?exclude=etcd'), { status: 200, text: 'ok' });
  assert.match(
    (await askText(port, '/metrics')).text,
    /\napiserver_request_total\{code="503",[^}]*verb="POST",[^}]*\} 1\n/,
  );
  member = etcd();
  await server.says(/answers again/);
  await create(secondPort, 'c');
  await until(() => heard.length === 3);
  server.child.kill('SIGKILL');
  await server.ended;
  await create(secondPort, 'd');
  watch(secondPort, heard.at(-1)!.revision, heard);
  await create(secondPort, 'e');
  await until(() => heard.length >= 5);
  assert.equal(
    heard.map(({ name }) => name),
    ['a', 'b', 'c', 'd', 'e'],
  );
  const lines = server
    .said()
    .split('\n')
    .filter((line) => line.includes('error'));
  assert.is(lines.length, 2, server.said());
  await stop(second);
  await stop(member);
});

test.after(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test.run();
