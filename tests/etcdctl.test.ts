// Goal: the real etcdctl cannot tell the reference from an etcd. Method: its commands, on one member, with what they
// print. Skipped, and counted as skipped, where it is not installed.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  isInstalled,
  type RunningServer,
  referenceCommand,
  startReference,
} from '../checker/conformance/etcd/servers.ts';

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

const declare = isInstalled('etcdctl') ? test : test.skip;
const folder = mkdtempSync(join(tmpdir(), 'slipway-etcdctl-'));
let server: Promise<RunningServer> | undefined;

function run(program: string, args: string[], input = ''): Promise<Outcome> {
  const child = spawn(program, args, { env: { ...process.env, ETCDCTL_API: '3' } });
  const outcome: Outcome = { code: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk) => (outcome.out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk) => (outcome.err += chunk));
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...outcome, code })));
}

/** The endpoint as a URL, which Node's own HTTP/2 would refuse from some of the commands. */
async function etcdctl(command: string, input?: string): Promise<Outcome> {
  server ??= startReference();
  const { endpoint } = await server;
  return run('etcdctl', [`--endpoints=http://${endpoint}`, ...command.split(' ')], input);
}

async function prints(command: string, expected: string | RegExp, input?: string): Promise<RegExpExecArray | null> {
  const { code, out, err } = await etcdctl(command, input);
  assert.is(code, 0, err);
  if (typeof expected === 'string') assert.is(out, expected, command);
  else assert.match(out, expected, command);
  return expected instanceof RegExp ? expected.exec(out) : null;
}

async function fails(command: string, expected: string): Promise<void> {
  const { code, err } = await etcdctl(command);
  assert.is.not(code, 0);
  assert.ok(err.includes(`Error: ${expected}\n`), err);
}

declare('put, get and del', async () => {
  await prints('put a 1', 'OK\n');
  await prints('put b 2', 'OK\n');
  await prints('put c 3', 'OK\n');
  await prints('put a one --prev-kv', 'OK\na\n1\n');
  await prints('get a', 'a\none\n');
  await prints('get a c', 'a\none\nb\n2\n');
  await prints('get --prefix a --print-value-only', 'one\n');
  await prints('get b --from-key --keys-only', 'b\n\nc\n\n');
  await prints('get a --from-key --limit 2 --order DESCEND --sort-by MODIFY --keys-only', 'a\n\nc\n\n');
  await prints('get a --rev 2', 'a\n1\n');
  await prints('get a --consistency s -w fields', /"Version" : 2\n/);
  await prints('del b c --prev-kv', '1\nb\n2\n');
});

declare('txn -i, compaction and the errors of the past and the future', async () => {
  const input = 'value("a") = "one"\nver("none") = "0"\n\nput d 4\nget d\n\nput e 5\n\n';
  await prints('txn -i', /SUCCESS\n\nOK\n\nd\n4\n$/, input);
  await fails('get a --rev 999', 'etcdserver: mvcc: required revision is a future revision');
  await prints('compaction 5', 'compacted revision 5\n');
  await fails('get a --rev 2', 'etcdserver: mvcc: required revision has been compacted');
  await fails('compaction 3', 'etcdserver: mvcc: required revision has been compacted');
  const { code, out, err } = await etcdctl('watch a --rev 2');
  assert.is.not(code, 0);
  assert.match(out + err, 'required revision has been compacted');
});

declare('watch, several at once', async () => {
  server ??= startReference();
  const child = spawn('etcdctl', [`--endpoints=${(await server).endpoint}`, 'watch', '-i'], {
    env: { ...process.env, ETCDCTL_API: '3' },
  });
  let out = '';
  const told = (text: string) =>
    new Promise<void>((resolve) => {
      const look = setInterval(() => out.includes(text) && resolve(clearInterval(look)), 20);
    });
  child.stdout.setEncoding('utf8').on('data', (chunk) => (out += chunk));
  child.stdin.write('watch w1\nwatch --prefix --prev-kv w2\n');
  await new Promise((resolve) => setTimeout(resolve, 500));
  await prints('put w1 first', 'OK\n');
  await prints('put w2/x second', 'OK\n');
  await prints('del w2/x', '1\n');
  await told('DELETE\nw2/x\nsecond\nw2/x\n');
  child.kill();
  assert.match(out, /PUT\n\n?w1\nfirst\n/);
});

declare('leases', async () => {
  const [, id] = (await prints('lease grant 60', /lease ([0-9a-f]+) granted with TTL\(60s\)/))!;
  await prints(`put --lease=${id} leased 1`, 'OK\n');
  await prints(
    `lease timetolive ${id} --keys`,
    /granted with TTL\(60s\), remaining\(5\ds\), attached keys\(\[leased\]\)/,
  );
  await prints(`lease keep-alive ${id} --once`, /keepalived with TTL\(60\)/);
  await prints('lease list', new RegExp(id));
  await prints(`lease revoke ${id}`, /revoked/);
  await prints('get leased', '');
  await fails(`lease revoke ${id}`, 'failed to revoke lease (etcdserver: requested lease not found)');
});

declare('lock and elect', async () => {
  await prints('lock mine echo held', 'held\n');
  const child = spawn('etcdctl', [`--endpoints=${(await server!).endpoint}`, 'elect', 'e', 'me'], {
    env: { ...process.env, ETCDCTL_API: '3' },
  });
  let out = '';
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      out += chunk;
      if (out.endsWith('me\n')) resolve();
    });
  });
  assert.match(out, /^e\/[0-9a-f]+\nme\n$/);
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGINT');
  await closed;
});

declare('what operators ask, over endpoints that are URLs', async () => {
  const url = `http://${(await server!).endpoint}`;
  await prints('member list', new RegExp(`started, default, http://127.0.0.1:0, ${url}, false`));
  await prints('endpoint status', new RegExp(`^${url}, [0-9a-f]+, 3\\.4\\.23, .*, true, false, `));
  await prints('endpoint status --cluster', new RegExp(`^${url}, `));
  await prints('endpoint hashkv', new RegExp(`^${url}, \\d+\n$`));
  assert.match((await etcdctl('endpoint health')).out + (await etcdctl('endpoint health')).err, 'is healthy');
  await prints('alarm list', '');
  await prints('defrag', /Finished defragmenting/);
  const answers = await Promise.all(['health', 'version', 'metrics'].map((path) => fetch(`${url}/${path}`)));
  assert.equal(await answers[0].json(), { health: 'true' });
  assert.equal(await answers[1].json(), { etcdserver: '3.4.23', etcdcluster: '3.4.0' });
  assert.match(await answers[2].text(), 'process_resident_memory_bytes');
});

declare('snapshot save and status; restored, and refused where it is altered', async () => {
  const [saved, altered, member] = ['saved.db', 'altered.db', 'member'].map((name) => join(folder, name));
  assert.is((await etcdctl(`snapshot save ${saved}`)).code, 0);
  const status = await run('etcdctl', ['snapshot', 'status', saved, '-w', 'json']);
  assert.ok(JSON.parse(status.out).revision > 1, status.err);
  const bytes = readFileSync(saved);
  bytes[5000] ^= 1;
  writeFileSync(altered, bytes);
  const refused = await run(...referenceCommand(['restore', altered, '--data-dir', member]));
  assert.equal([refused.code, /^etcd: damaged: .*\n$/.test(refused.err)], [1, true], refused.err);
  const restored = await run(...referenceCommand(['restore', saved, '--data-dir', member]));
  assert.is(restored.code, 0, restored.err);
});

declare('the end', async () => {
  await (await server)?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.run();
