/** The way from this member to one other. */
import { type ClientCall, createGrpcClient, type GrpcClient } from '../grpc/client.ts';
import type { GrpcStatus } from '../grpc/status.ts';
import { announcement, hello, introduction } from './peer-service.ts';
import type { Address, PeerOptions } from './peers.ts';

export interface PeerLink<Message> {
  send(message: Message): void;
  close(): void;
}

/** What waits while the other member is away or slow. Older messages go first: they are worth less. */
const waitingMax = 4096;
const waitingBytesMax = 64 << 20;
const retryMsMin = 50;
const retryMsMax = 2000;
const keepAliveMs = 5000;
const chunkSize = 64 * 1024;

export function createPeerLink<Message>(
  options: PeerOptions<Message>,
  to: number,
  address: Address,
): PeerLink<Message> {
  const { codec, tls, log } = options;
  const { host, port, name = to } = address;
  const headers = hello(options, to);
  const messages = createGrpcClient({ host, port, tls, headers, keepAliveMs });
  const bulk = createGrpcClient({ host, port, tls, headers, keepAliveMs });
  const waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let call: ClientCall | undefined;
  let hasRoom = false;
  let retryMs = retryMsMin;
  let retry: NodeJS.Timeout | undefined;
  let isSendingBulk = false;
  let isClosed = false;
  let lastComplaint = '';

  async function open(): Promise<void> {
    try {
      await messages.connect();
      if (isClosed) return;
      call = messages.call('/slipway.Peers/Messages', {
        message: welcomed,
        drained: flush,
        ended: (status) => again(why(status)),
      });
      call.send(introduction.encode(options));
      flush();
    } catch (thrown) {
      again((thrown as Error).message);
    }
  }

  /** The other side has looked at who we are. */
  function welcomed(): void {
    retryMs = retryMsMin;
    if (lastComplaint) log(`member ${name} at ${host}:${port} is there`);
    lastComplaint = '';
  }

  function again(complaint: string): void {
    call = undefined;
    hasRoom = false;
    if (isClosed) return;
    // Once, however often it is tried.
    if (complaint !== lastComplaint) log(`member ${name} at ${host}:${port} is away: ${complaint}`);
    lastComplaint = complaint;
    retry = setTimeout(open, retryMs * (0.5 + Math.random()));
    retryMs = Math.min(retryMs * 2, retryMsMax);
  }

  function flush(): void {
    hasRoom = true;
    while (hasRoom && call && waiting.length > 0) {
      const message = waiting.shift()!;
      waitingBytes -= message.length;
      hasRoom = call.send(message);
    }
  }

  function enqueue(message: Uint8Array): void {
    waiting.push(message);
    waitingBytes += message.length;
    while (waiting.length > waitingMax || waitingBytes > waitingBytesMax) waitingBytes -= waiting.shift()!.length;
    if (hasRoom) flush();
  }

  /** One at a time: whoever sends a second one meanwhile has given up on the first, or not heard of it yet. */
  async function sendBulk(head: Message, bytes: Uint8Array): Promise<void> {
    if (isSendingBulk) return;
    isSendingBulk = true;
    try {
      await bulk.connect();
      await sendChunks(bulk, [codec.encode(head), announcement.encode({ bytes: bytes.length }), ...chunksOf(bytes)]);
    } catch (thrown) {
      log(`a snapshot for member ${name} did not get through: ${(thrown as Error).message}`);
    }
    isSendingBulk = false;
  }

  open();
  return {
    send(message) {
      if (isClosed) return;
      const parts = codec.split(message);
      if (parts) sendBulk(parts.head, parts.bulk);
      else enqueue(codec.encode(message));
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      messages.close();
      bulk.close();
    },
  };
}

function why(status: GrpcStatus | undefined): string {
  return status?.message || 'the connection was lost';
}

function chunksOf(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / chunkSize);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * chunkSize, (i + 1) * chunkSize));
}

function sendChunks(client: GrpcClient, chunks: Uint8Array[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let next = 0;
    function goOn(): void {
      while (next < chunks.length) if (!call.send(chunks[next++])) return;
      call.end();
    }
    const call = client.call('/slipway.Peers/Bulk', {
      message() {},
      drained: goOn,
      ended: (status) => (status?.code === 'OK' ? resolve() : reject(new Error(why(status)))),
    });
    goOn();
  });
}
