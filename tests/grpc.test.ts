// Goal: our HTTP/2 and gRPC understand everybody else's. Method: Node's own HTTP/2, which is another implementation, on
// the other side: as a client of our server and as a server of our client; and what no honest peer would send.
import { connect, createServer, type Http2Server } from 'node:http2';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { concatBytes, utf8 } from '../lessons/kit/bytes.ts';
import type { Method } from '../lessons/kit/grpc/call.ts';
import { createGrpcClient } from '../lessons/kit/grpc/client.ts';
import { prefixed } from '../lessons/kit/grpc/messages.ts';
import { type GrpcServer, serveGrpc } from '../lessons/kit/grpc/server.ts';
import { createRandom } from '../lessons/kit/random.ts';

/** Answers with what it was sent, and tells the value of a header. */
const echo: Method = (call) => ({
  message: (message) => void call.send(message),
  ended: () => call.end({ code: 'NOT_FOUND', message: call.headers.get('x-say') ?? '' }),
});

let server: GrpcServer;
test.before(async () => {
  server = await serveGrpc({ host: '127.0.0.1', port: 0, methods: new Map([['/s/Echo', echo]]), messageMax: 1 << 26 });
});
test.after(() => server.close(0));

/** One call of Node's client. */
function ask(
  path: string,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Promise<{ body: Buffer; end: Record<string, unknown> }> {
  const session = connect(`http://127.0.0.1:${server.port}`);
  const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', ...headers });
  const parts: Buffer[] = [];
  let end: Record<string, unknown> = {};
  return new Promise((resolve, reject) => {
    stream.on('response', (first) => (end = { ...end, ...first }));
    stream.on('trailers', (last) => (end = { ...end, ...last }));
    stream.on('data', (part) => parts.push(part));
    stream.on('error', reject);
    stream.on('close', () => {
      session.close();
      resolve({ body: Buffer.concat(parts), end });
    });
    stream.end(body);
  });
}

test('a message comes back whole, whatever its size', async () => {
  for (const size of [0, 1, 16379, 16380, 70_000, 5_000_000]) {
    const body = prefixed(new Uint8Array(size).fill(size % 251));
    const answer = await ask('/s/Echo', body);
    assert.is(Buffer.compare(answer.body, body), 0, `${size} bytes`);
    assert.is(answer.end['grpc-status'], '5');
  }
});

test('texts of headers are read as they were meant, in the Huffman code and without it', async () => {
  const random = createRandom(7);
  for (let i = 0; i < 60; i++) {
    const length = random.integer(1, 60);
    const say = Array.from({ length }, () => String.fromCharCode(random.integer(33, 126))).join('');
    const { end } = await ask('/s/Echo', prefixed(utf8('')), { 'x-say': say });
    assert.is(decodeURIComponent(String(end['grpc-message'])), say);
  }
});

test('a method that is not there is UNIMPLEMENTED, a message that is too large is refused', async () => {
  assert.is((await ask('/s/None', new Uint8Array(0))).end['grpc-status'], '12');
  assert.is((await ask('/s/Echo', Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff))).end['grpc-status'], '8');
});

test('HTTP/1.1 on the same port is answered', async () => {
  assert.is((await fetch(`http://127.0.0.1:${server.port}/`)).status, 404);
});

test('our client is understood by Node, and stops when asked to pause', async () => {
  const other: Http2Server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/grpc' });
      for (let i = 0; i < 300; i++) response.write(prefixed(new Uint8Array(20_000).fill(i)));
      response.addTrailers({ 'grpc-status': '0' });
      response.end();
    });
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const client = createGrpcClient({ host: '127.0.0.1', port: (other.address() as AddressInfo).port });
  await client.connect();
  let count = 0;
  const status = await new Promise((resolve) => {
    const call = client.call('/s/Many', {
      message(message) {
        assert.equal([message.length, message[0]], [20_000, count++ % 256]);
        if (count !== 10) return;
        call.pause();
        setTimeout(() => {
          assert.ok(count < 200, `${count} messages came although the call was paused`);
          call.resume();
        }, 200);
      },
      ended: resolve,
    });
    call.send(utf8('x'));
    call.end();
  });
  assert.equal([count, status], [300, { code: 'OK', message: '' }]);
  client.close();
  other.close();
});

test('whoever does not read is told to wait, and what he is told waits too', async () => {
  let [sent, isDrained] = [0, false];
  const flood: Method = (call) => {
    const goOn = () => {
      while (sent < 200 && call.send(new Uint8Array(100_000))) sent++;
      if (sent >= 200) call.end();
    };
    return {
      message: goOn,
      drained() {
        isDrained = true;
        goOn();
      },
    };
  };
  const flooding = await serveGrpc({ host: '127.0.0.1', port: 0, methods: new Map([['/s/Flood', flood]]) });
  const client = createGrpcClient({ host: '127.0.0.1', port: flooding.port });
  await client.connect();
  const ended = new Promise((resolve) => {
    const call = client.call('/s/Flood', { message() {}, ended: resolve });
    call.pause();
    call.send(utf8('x'));
    setTimeout(() => {
      assert.ok(sent < 50, `${sent} messages of 100 kB were sent to someone who does not read`);
      call.resume();
    }, 300);
  });
  await ended;
  assert.equal([sent, isDrained], [200, true]);
  client.close();
  await flooding.close(0);
});

test('nonsense ends its connection and nothing else', async () => {
  const preface = utf8('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  const random = createRandom(1);
  const frames = [
    [0, 0, 4, 1, 4, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff],
    [0, 0, 1, 0, 0, 0, 0, 0, 9, 1],
    [0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1],
    [0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ...Array.from({ length: 100 }, () => Array.from({ length: 60 }, () => random.integer(0, 255))),
  ];
  for (const frame of frames) {
    const socket = connectTcp(server.port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.end(concatBytes(preface, Uint8Array.from(frame)));
    await new Promise((resolve) => socket.once('close', resolve));
  }
  assert.is((await ask('/s/Echo', prefixed(utf8('still there')))).body.subarray(5).toString(), 'still there');
});

test('a server that closes lets the calls under way end', async () => {
  const slow: Method = (call) => ({
    message() {
      setTimeout(() => {
        call.send(utf8('late'));
        call.end();
      }, 150);
    },
  });
  const closing = await serveGrpc({ host: '127.0.0.1', port: 0, methods: new Map([['/s/Slow', slow]]) });
  const client = createGrpcClient({ host: '127.0.0.1', port: closing.port });
  await client.connect();
  const status = new Promise((resolve) => {
    const call = client.call('/s/Slow', { message() {}, ended: resolve });
    call.send(utf8('x'));
    call.end();
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await closing.close(2000);
  assert.equal(await status, { code: 'OK', message: '' });
  client.close();
});

test.run();
