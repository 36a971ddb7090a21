/**
 * The network between the members of a cluster. Each member calls each other one, and what it says goes one way:
 *
 *     a ──Messages──► b        a stream for messages, in order
 *     a ──Bulk──────► b        a connection of its own for what is large, so that heartbeats do not wait behind it
 *     a ◄──Messages── b        b's own
 *
 * A message may be lost: when the other member is away, too slow, or the connection breaks. None comes twice. A caller
 * that belongs to another cluster, or takes this member for another one, is refused.
 */
import type { GrpcServer, TlsFiles } from '../grpc/server.ts';
import { serveGrpc } from '../grpc/server.ts';
import { createPeerLink, type PeerLink } from './peer-link.ts';
import { peerMethods } from './peer-service.ts';
import type { Codec } from './protobuf.ts';

export interface PeerCodec<Message> extends Codec<Message> {
  /** Takes out the large part of a message that has one. */
  split(message: Message): { head: Message; bulk: Uint8Array } | undefined;
  join(head: Message, bulk: Uint8Array): Message;
}

export interface Address {
  host: string;
  port: number;
  /** What the log calls a member there; its number unless said. */
  name?: string;
}

export interface PeerOptions<Message> {
  /** This member's number, and where the others are by theirs. */
  id: number;
  others: Map<number, Address>;
  clusterId: bigint;
  /** Port 0: any that is free. */
  listen: Address;
  /** With a `ca`, both sides show certificates. */
  tls?: TlsFiles;
  codec: PeerCodec<Message>;
  receive(message: Message): void;
  /** Where clients find this member: told to the others. */
  clientUrls: string[];
  /** Another member has said where clients find it. */
  met(member: number, clientUrls: string[]): void;
  /** What an operator should know: a stranger, a member that is away. */
  log(line: string): void;
}

export interface Peers<Message> {
  port: number;
  /** Returns at once. */
  send(to: number, message: Message): void;
  close(): Promise<void>;
}

/** Rejects with the system's error, such as `EADDRINUSE`. */
export async function openPeers<Message>(options: PeerOptions<Message>): Promise<Peers<Message>> {
  const server: GrpcServer = await serveGrpc({
    ...options.listen,
    tls: options.tls,
    methods: peerMethods(options),
    messageMax: 1 << 28,
  });
  const links = new Map<number, PeerLink<Message>>();
  for (const [to, address] of options.others) links.set(to, createPeerLink(options, to, address));
  return {
    port: server.port,
    send: (to, message) => links.get(to)?.send(message),
    async close() {
      for (const link of links.values()) link.close();
      await server.close(0);
    },
  };
}
