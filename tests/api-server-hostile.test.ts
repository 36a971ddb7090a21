// Goal: whatever is sent, the API server answers with a Status that says what is wrong, in time, and goes on. Method: hostile
// requests drawn by their seeds, each to a whole server (`npm run soak -- --bodies` sends 100,000); and bytes that are no
// HTTP, or too many, over a connection.
import { connect } from 'node:net';
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type * as wholeServer from '../checker/conformance/kubernetes/whole-server.ts';
import { type BodiesFailure, bodiesSoak } from '../checker/verify/bodies-soak.ts';
import { withReferenceProgram } from '../checker/verify/reference-program.ts';
import { parseQuantity } from '../lessons/kit/kubernetes/quantity.ts';
import { type ApiService, serveApi } from '../lessons/kit/kubernetes/serve.ts';
import { typeFault } from '../lessons/kit/kubernetes/value-types.ts';

const count = Number(process.env.SLIPWAY_BODIES ?? 1200);

test('hostile requests are answered', async () => {
  const failures: BodiesFailure[] = [];
  const { requests, answers } = await bodiesSoak({ from: 1, count }, (failure) => failures.push(failure));
  assert.equal(failures, []);
  assert.is(requests, count);
  for (const code of [200, 201, 400, 404, 405, 415, 422])
    assert.ok(answers[code] > 0, `none was answered with ${code}`);
});

test('an amount that is taken can be counted, so that none passes by a quota', () => {
  const schema = { type: 'string', format: 'quantity' } as const;
  const unit = fc.constantFrom(...'0123456789.+-eEinumkKMGTP');
  const amounts = fc.oneof(
    fc.string({ unit, maxLength: 8 }),
    fc.constantFrom('1e999999', '1'.repeat(100_000), '1e-9999'),
  );
  fc.assert(
    fc.property(amounts, (amount) => {
      const isTaken = typeFault(schema, amount, schema) === undefined;
      assert.ok(
        !isTaken || parseQuantity(amount) !== undefined,
        `${amount.slice(0, 50)} is taken and cannot be counted`,
      );
    }),
    { numRuns: 20_000, seed: 1 },
  );
});

const { startWholeServer, root } = await withReferenceProgram(
  'conformance/kubernetes/whole-server.ts',
  (file): Promise<typeof wholeServer> => import(file),
);
const whole = await startWholeServer();
const certificate = { commonName: root.name, organizations: root.groups };
let service: ApiService;

test.before(async () => {
  const handle: typeof whole.server.handle = (request) => whole.server.handle({ ...request, certificate });
  service = await serveApi({ host: '127.0.0.1', port: 0, handle });
});

test.after(async () => {
  whole.close();
  await service.close(0);
});

/** Sends bytes as they are. @returns all that is answered until the server hangs up, or has said all */
function said(bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(service.port, '127.0.0.1');
    let text = '';
    const over = () => resolve(text);
    socket.setEncoding('latin1').on('data', (part) => (text += part));
    socket.once('close', over).once('error', (error) => (text === '' ? reject(error) : over()));
    socket.end(bytes);
  });
}

const maps = '/api/v1/namespaces/default/configmaps';
const applied = { 'content-type': 'application/apply-patch+yaml' };
const strategic = { 'content-type': 'application/strategic-merge-patch+json' };
const inYaml = { 'content-type': 'application/yaml' };
const named = (name: string, rest: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...rest });
const many = <T>(make: (i: number) => T): T[] => Array.from({ length: 3000 }, (_, i) => make(i));
const keys = (start: string) => Object.fromEntries(many((i): [string, string] => [`${start}${i}`, 'x']));
const owners = many((i) => ({ apiVersion: 'v1', kind: 'Pod', name: `p${i}`, uid: `u${i}` }));

/** What each costs must grow with its size, and not with the square of it. One after another. */
const costly: [
  what: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: unknown,
  code: number,
][] = [
  ['many unknown fields', 'POST', maps, {}, named('unknown', keys('u')), 201],
  ['many fields applied', 'PATCH', `${maps}/m?fieldManager=a`, applied, named('m', { data: keys('a') }), 201],
  ['other fields applied', 'PATCH', `${maps}/m?fieldManager=a`, applied, named('m', { data: keys('b') }), 200],
  ['many owners', 'PATCH', `${maps}/m`, strategic, { metadata: { ownerReferences: owners } }, 200],
  ['the same owners', 'PATCH', `${maps}/m`, strategic, { metadata: { ownerReferences: owners } }, 200],
  ['keys within keys', 'POST', maps, inYaml, '? '.repeat(600), 400],
  ['long YAML', 'POST', maps, inYaml, 'a: [\n'.repeat(40_000), 400],
];

for (const [what, method, path, headers, body, code] of costly) {
  test(`no body costs more than it is long: ${what}`, async () => {
    const startedAt = process.cpuUsage();
    const answer = await whole.ask(root, method, path, { headers, body });
    const { user, system } = process.cpuUsage(startedAt);
    assert.is(answer.status, code, JSON.stringify(answer.body).slice(0, 500));
    assert.ok((user + system) / 1000 < 3000, `it took ${(user + system) / 1000} ms of the processor`);
    assert.ok((answer.headers?.Warning ?? '').length < 6000, 'all warnings together fit into a header');
  });
}

test('a token is for no longer than there are seconds', async () => {
  await whole.ask(root, 'POST', '/api/v1/namespaces/default/serviceaccounts', { body: { metadata: { name: 'web' } } });
  const body = { spec: { expirationSeconds: 1e15 } };
  const { status } = await whole.ask(root, 'POST', '/api/v1/namespaces/default/serviceaccounts/web/token', { body });
  assert.is(status, 422);
});

const post = 'POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: x\r\n';
const large = 3 * 1024 * 1024 + 1;
const object = '{"metadata":{"name":"one"}}';
const chunked = (body: string) =>
  `${post}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/** What is sent, and the code of the answer; nothing where there need be none. */
const cases: [what: string, bytes: string | Buffer, code?: number][] = [
  ['a body a byte too long', `${post}Content-Length: ${large}\r\n\r\n${' '.repeat(large)}`, 413],
  ['a body a byte too long, in chunks', chunked(' '.repeat(large)), 413],
  ['a body as long as may be', `${post}Content-Length: ${large - 1}\r\n\r\n${' '.repeat(large - 1)}`, 400],
  ['a body in chunks', chunked(object), 201],
  ['a body shorter than it says', `${post}Content-Length: 1000\r\n\r\n${object}`],
  ['a body longer than it says', `${post}Content-Length: 2\r\nConnection: close\r\n\r\n{}${object}`],
  ['a length below 0', `${post}Content-Length: -1\r\n\r\n`, 400],
  ['a length that is no number', `${post}Content-Length: 1e3\r\n\r\n`, 400],
  ['two lengths', `${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400],
  ['a length and chunks', `${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ['a chunk without a length', `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`, 400],
  ['a header with a space in its name', 'GET /version HTTP/1.1\r\nHost: x\r\nBad Header: x\r\n\r\n', 400],
  ['a header with a zero in it', 'GET /version HTTP/1.1\r\nHost: x\r\nA: \u0000\r\n\r\n', 400],
  ['a header without end', `GET /version HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(100_000)}\r\n\r\n`, 400],
  [
    'a thousand headers',
    `GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${'A: b\r\n'.repeat(1000)}\r\n`,
    200,
  ],
  ['no host', 'GET /version HTTP/1.1\r\n\r\n', 400],
  ['a method that nobody knows', 'BREW /version HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a path with a zero in it', 'GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a path that is a URL', 'GET http://x/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ['another version of HTTP', 'GET /version HTTP/9.9\r\nHost: x\r\n\r\n', 400],
  ['HTTP/2 without TLS', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['TLS where there is none', Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]), 400],
  ['zeros', Buffer.alloc(1000), 400],
  ['a line without end', Buffer.alloc(100_000, 'x'), 400],
];

for (const [what, bytes, code] of cases) {
  test(`over a connection: ${what}`, async () => {
    const answer = await said(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    if (code !== undefined) assert.match(answer, new RegExp(`^HTTP/1\\.1 ${code} `), answer.slice(0, 300));
    const well = await said(Buffer.from('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
    assert.match(well, /^HTTP\/1\.1 200 /, 'the server goes on');
  });
}

test.run();
