/**
 * What members say to each other, as bytes. The messages are those of Raft (lesson 3) and of the server (lesson 4); the
 * numbers are this project's own.
 */
import type { Entry, Message, Snapshot } from '#raft/message.ts';
import type { PeerMessage } from '#revisions/peer-message.ts';
import { Failure } from '../failure.ts';
import type { PeerCodec } from './peers.ts';
import { always, bytes, type Codec, choice, flag, id, int, list, mapped, message, nested } from './protobuf.ts';

/** A message without its type, which is said by where it stands. */
type Body<T> = T extends unknown ? Omit<T, 'type'> : never;
type Tagged = { type: string };
type Of<T extends Tagged, Type extends T['type']> = Body<Extract<T, { type: Type }>>;

/** One of several messages: each has the number of its place. */
function oneOf<T extends Tagged>(codecs: { [Type in T['type']]: Codec<Of<T, Type>> }): Codec<T> {
  const types = Object.keys(codecs) as T['type'][];
  const fields = types.map((type, place) => [type, nested(place + 1, codecs[type] as Codec<unknown>)]);
  return mapped<T, Record<string, unknown>>(
    message(Object.fromEntries(fields)),
    (value) => ({ [value.type]: value }),
    (wire) => {
      const [[type, body] = []] = Object.entries(wire);
      if (type === undefined) throw new Failure('malformed', 'a message between members says nothing');
      return { type, ...(body as object) } as T;
    },
  );
}

const envelope = { from: int(1), to: int(2), term: int(3) };

const entry = message<Entry>({
  index: int(1),
  term: int(2),
  type: choice(3, ['command', 'noop', 'config']),
  data: bytes(4),
});

const snapshot = message<Snapshot>({ index: int(1), term: int(2), peers: list(int(3)), data: bytes(4) });

const vote = { ...envelope, lastIndex: int(4), lastTerm: int(5) };
const granted = message<Of<Message, 'PreVoteResponse'>>({ ...envelope, granted: flag(4) });

const raftMessage = oneOf<Message>({
  RequestVote: message({ ...vote, transfer: flag(6) }),
  RequestVoteResponse: granted,
  PreVote: message(vote),
  PreVoteResponse: granted,
  Heartbeat: message({ ...envelope, commit: int(4), round: int(5) }),
  HeartbeatResponse: message({ ...envelope, round: int(4) }),
  AppendEntries: message({
    ...envelope,
    prevIndex: int(4),
    prevTerm: int(5),
    entries: list(nested(6, entry)),
    commit: int(7),
  }),
  AppendEntriesResponse: message({
    ...envelope,
    success: flag(4),
    index: int(5),
    conflictIndex: int(6),
    conflictTerm: int(7),
  }),
  InstallSnapshot: message({ ...envelope, snapshot: always(4, snapshot) }),
  InstallSnapshotResponse: message({ ...envelope, index: int(4) }),
  TimeoutNow: message(envelope),
  ReadIndex: message({ ...envelope, context: int(4) }),
  ReadIndexResponse: message({ ...envelope, context: int(4), index: int(5) }),
});

const peerMessage = oneOf<PeerMessage>({
  raft: message({ message: nested(1, raftMessage) }),
  propose: message({ from: int(1), number: int(2), command: bytes(3) }),
  'not-proposed': message({ number: int(1) }),
  'lease-question': message({ from: int(1), number: int(2), lease: id(3), renew: flag(4) }),
  'lease-answer': message({ number: int(1), ttl: int(2) }),
});

/** A snapshot of Raft's is large and goes apart from the rest. */
export const peerCodec: PeerCodec<PeerMessage> = {
  ...peerMessage,
  split(peer) {
    if (peer.type !== 'raft' || peer.message.type !== 'InstallSnapshot') return undefined;
    const { data } = peer.message.snapshot;
    return { head: withData(peer, new Uint8Array(0)), bulk: data };
  },
  join: withData,
};

function withData(peer: PeerMessage, data: Uint8Array): PeerMessage {
  if (peer.type !== 'raft' || peer.message.type !== 'InstallSnapshot') return peer;
  return { type: 'raft', message: { ...peer.message, snapshot: { ...peer.message.snapshot, data } } };
}
