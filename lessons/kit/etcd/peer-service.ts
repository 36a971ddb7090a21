/** What a member does with the calls of the others. */
import { Failure } from '../failure.ts';
import type { CallReceiver, Method, ServerCall } from '../grpc/call.ts';
import type { PeerOptions } from './peers.ts';
import { int, message, texts } from './protobuf.ts';

/** The version of the messages. Members of different versions do not understand each other. */
const protocol = '2';

/** Who calls whom, sent along with every call. */
export function hello({ id, clusterId }: Pick<PeerOptions<unknown>, 'id' | 'clusterId'>, to: number): Headers {
  return {
    'slipway-protocol': protocol,
    'slipway-cluster': clusterId.toString(16),
    'slipway-from': `${id}`,
    'slipway-to': `${to}`,
  };
}

type Headers = Record<string, string>;

/** What a member says first on its stream of messages. */
export const introduction = message<{ clientUrls: string[] }>({ clientUrls: texts(1) });

/** What it says between the head of a large message and the bytes: how many they are. */
export const announcement = message<{ bytes: number }>({ bytes: int(1) });

export function peerMethods<Message>(options: PeerOptions<Message>): Map<string, Method> {
  const { codec, receive, log } = options;
  const complaints = new Set<string>();

  /** Has the caller answered only if it may speak. */
  function guarded(converse: (call: ServerCall) => CallReceiver): Method {
    return (call) => {
      const complaint = refusal(call.headers, options);
      if (complaint === undefined) return converse(call);
      // Whoever is refused tries again and again; one line is enough.
      if (!complaints.has(complaint)) log(`refused a caller on the port of the members: ${complaint}`);
      complaints.add(complaint);
      call.end({ code: 'FAILED_PRECONDITION', message: complaint });
      return { message() {} };
    };
  }

  return new Map([
    [
      '/slipway.Peers/Messages',
      guarded((call) => {
        let isIntroduced = false;
        call.send(new Uint8Array(0));
        return {
          message(bytes) {
            if (isIntroduced) receive(codec.decode(bytes));
            else options.met(Number(call.headers.get('slipway-from')), introduction.decode(bytes).clientUrls);
            isIntroduced = true;
          },
          ended: () => call.end(),
        };
      }),
    ],
    [
      '/slipway.Peers/Bulk',
      guarded((call) => {
        let head: Uint8Array | undefined;
        // Filled as it comes in: parts that are joined in the end would be in memory twice.
        let bulk: Uint8Array | undefined;
        let filled = 0;
        return {
          message(part) {
            if (!head) head = part;
            else if (!bulk) bulk = new Uint8Array(announcement.decode(part).bytes);
            else {
              if (filled + part.length > bulk.length) throw new Failure('malformed', 'more comes than was announced');
              bulk.set(part, filled);
              filled += part.length;
            }
          },
          ended() {
            call.end();
            if (head && filled === bulk?.length) receive(codec.join(codec.decode(head), bulk));
          },
        };
      }),
    ],
  ]);
}

/** Why a caller is no member of this cluster, or not for us; nothing where it may speak. */
function refusal(
  headers: Map<string, string>,
  { id, clusterId, others }: Pick<PeerOptions<unknown>, 'id' | 'clusterId' | 'others'>,
): string | undefined {
  const said = (name: string) => headers.get(`slipway-${name}`) ?? 'nothing';
  if (said('protocol') !== protocol) return `it speaks protocol ${said('protocol')}, this member ${protocol}`;
  if (said('cluster') !== clusterId.toString(16)) {
    return `it belongs to cluster ${said('cluster')}, this member to ${clusterId.toString(16)}`;
  }
  if (said('to') !== `${id}`) return `it looks for member ${said('to')}, and this is member ${id}`;
  if (!others.has(Number(said('from')))) return `there is no other member ${said('from')}`;
  return undefined;
}
