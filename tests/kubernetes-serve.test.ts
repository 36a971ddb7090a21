// Goal: what goes over the wire is what the handler was given and has answered, and no client can do harm to the others.
// Method: the kit's server with small handlers, over plain HTTP and over TLS with certificates of the kit.
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  createAuthority,
  createClientCertificate,
  createServerCertificate,
} from '../lessons/kit/kubernetes/certificates.ts';
import type { ApiRequest, ApiResponse, WatchStream } from '../lessons/kit/kubernetes/http.ts';
import { type ApiService, type ServeOptions, serveApi } from '../lessons/kit/kubernetes/serve.ts';

type Handle = ServeOptions['handle'];

async function serving(handle: Handle, use: (service: ApiService) => Promise<void>, more: Partial<ServeOptions> = {}) {
  const service = await serveApi({ host: '127.0.0.1', port: 0, handle, ...more });
  try {
    await use(service);
  } finally {
    await service.close(500);
  }
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

function ask(options: RequestOptions, body?: Uint8Array, send: typeof httpRequest = httpRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = send({ host: '127.0.0.1', agent: false, ...options }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const echo: Handle = async ({ method, url, body, certificate }) => ({
  status: 200,
  body: { method, url, size: body.length, certificate },
});

test('a request arrives whole, and the answer is JSON', () =>
  serving(echo, async ({ port }) => {
    const { status, headers, body } = await ask({ port, method: 'PUT', path: '/a?b=c%20d' }, Buffer.from('12345'));
    assert.is(status, 200);
    assert.is(headers['content-type'], 'application/json');
    assert.equal(JSON.parse(body.toString()), { method: 'PUT', url: '/a?b=c%20d', size: 5 });
  }));

test('a body that is too large is refused, whether its length is told or not', () =>
  serving(
    echo,
    async ({ port }) => {
      const large = Buffer.alloc(2000);
      const told = await ask({ port, method: 'POST', headers: { 'content-length': 2000 } }, large);
      const chunked = await ask({ port, method: 'POST', headers: { 'transfer-encoding': 'chunked' } }, large);
      for (const { status, body } of [told, chunked]) {
        assert.is(status, 413);
        assert.is(JSON.parse(body.toString()).reason, 'RequestEntityTooLarge');
      }
    },
    { bodyBytesMax: 1000 },
  ));

test('a large answer is compressed for those who take that', () =>
  serving(
    async () => ({ status: 200, body: 'x'.repeat(200_000) }),
    async ({ port }) => {
      const { headers, body } = await ask({ port, headers: { 'accept-encoding': 'gzip' } });
      assert.is(headers['content-encoding'], 'gzip');
      assert.is(gunzipSync(body).length, 200_000);
      assert.is((await ask({ port, headers: { 'accept-encoding': 'gzip;q=0' } })).body.length, 200_000);
      assert.is((await ask({ port })).body.length, 200_000);
    },
  ));

test('whatever is thrown is a Status; what takes too long as well', () =>
  serving(
    ({ url }) => (url === '/slow' ? new Promise(() => {}) : Promise.reject(new Error('a bug'))),
    async ({ port }) => {
      const [bug, slow] = [await ask({ port, path: '/bug' }), await ask({ port, path: '/slow' })];
      assert.equal([bug.status, slow.status], [500, 504]);
      assert.is(JSON.parse(slow.body.toString()).reason, 'Timeout');
    },
    { timeoutMs: 100 },
  ));

test('no HTTP: an answer, and the others go on', () =>
  serving(echo, async ({ port }) => {
    const said = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('garbage\r\n\r\n'));
      socket.on('data', (part) => (text += part));
      socket.on('close', () => resolve(text));
    });
    assert.match(said, /^HTTP\/1\.1 400 /);
    assert.is((await ask({ port })).status, 200);
  }));

test('a watch is held back while its client does not read, goes on when it does, and loses nothing', async () => {
  const count = 3000;
  let [sent, stops, resumed] = [0, 0, 0];
  let isClosed = false;
  const watch: Handle = async () => ({
    status: 200,
    stream(send, end): WatchStream {
      const pump = () => {
        while (sent < count) {
          const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${sent++}`, note: 'x'.repeat(2000) } };
          if (!send({ type: 'ADDED', object })) return void stops++;
        }
        end();
      };
      pump();
      return {
        resume() {
          resumed++;
          pump();
        },
        close: () => (isClosed = true),
      };
    },
  });
  await serving(watch, async ({ port }) => {
    const names = await new Promise<string[]>((resolve) => {
      httpRequest({ host: '127.0.0.1', port, agent: false }, (response) => {
        let text = '';
        response.pause();
        setTimeout(() => {
          assert.ok(sent < count, 'it is held back');
          response.resume();
          response.setEncoding('utf8').on('data', (part) => (text += part));
          response.on('end', () =>
            resolve(
              text
                .trim()
                .split('\n')
                .map((line) => JSON.parse(line).object.metadata.name),
            ),
          );
        }, 200);
      }).end();
    });
    assert.equal(
      names,
      Array.from({ length: count }, (_, i) => `p${i}`),
    );
    assert.ok(stops > 0 && resumed === stops);
    assert.ok(isClosed);
  });
});

test('a watch whose client goes is closed; and the end of the server is the end of its watches', async () => {
  const closed: string[] = [];
  const watch = async ({ url }: ApiRequest): Promise<ApiResponse> => ({
    status: 200,
    stream: () => ({ resume() {}, close: () => closed.push(url) }),
  });
  await serving(watch, async ({ port }) => {
    await new Promise<void>((resolve) => {
      const sent = httpRequest({ host: '127.0.0.1', port, path: '/gone', agent: false }, (response) => {
        response.on('error', () => {});
        response.destroy();
        resolve();
      });
      sent.end();
    });
    while (closed.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    ask({ port, path: '/kept' }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  assert.equal(closed, ['/gone', '/kept']);
});

test('a client may show a certificate of the authority, or none, or a token with any; else it is turned away', async () => {
  const now = Date.now();
  const [authority, stranger] = [await createAuthority('ours', now), await createAuthority('theirs', now)];
  const server = await createServerCertificate(authority, ['127.0.0.1'], now);
  const alice = { name: 'alice', groups: ['dev', 'ops'] };
  const good = await createClientCertificate(authority, alice, now);
  const foreign = await createClientCertificate(stranger, alice, now);
  const expired = await createClientCertificate(authority, alice, now - 400 * 24 * 3600 * 1000);
  const refused: string[] = [];
  const tls = { ...server, clientAuthority: authority.certificate };
  await serving(
    echo,
    async ({ port }) => {
      const as = async (pair: typeof good | undefined, headers = {}) => {
        const options = { port, headers, ca: authority.certificate, key: pair?.key, cert: pair?.certificate };
        const { status, body } = await ask(options, undefined, httpsRequest as typeof httpRequest);
        return status === 200 ? (JSON.parse(body.toString()).certificate ?? 'nobody') : status;
      };
      assert.equal(await as(good), { commonName: 'alice', organizations: ['dev', 'ops'] });
      assert.is(await as(undefined), 'nobody');
      assert.is(await as(foreign), 401);
      assert.is(await as(expired), 401);
      // The server's own certificate is for servers.
      assert.is(await as(server), 401);
      assert.is(await as(foreign, { authorization: 'Bearer t' }), 'nobody');
      assert.is(refused.length, 3);
    },
    { tls, onRefused: (why) => refused.push(why) },
  );
});

test.run();
