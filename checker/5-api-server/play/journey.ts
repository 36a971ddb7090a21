/**
 * One request on its way: where it has come by, and what it has asked of etcd.
 *
 *     POST …/deployments   request-info · authenticate · … · admit · transaction at revision 75   ──►  201
 *
 * Several may be on their way at once. Which of them has come to a link, nobody needs to say: each is an asynchronous
 * context of its own.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { text } from '#kit/bytes.ts';
import type { EtcdApi, TxnRequest, TxnResponse } from '#kit/etcd/api.ts';
import type { ApiRequest, ApiResponse, Context, RequestInfo, UserInfo, Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { transaction } from './places.ts';

export interface Stop {
  /** As in `server.ts`, or {@link transaction}. */
  link: string;
  /** What was known by then; of the first chain. */
  info?: RequestInfo;
  user?: UserInfo;
  /** As it was by then; of the second chain. */
  object?: KubernetesObject;
  /** Of a transaction. */
  outcome?: { isDone: boolean; revision: number; isRemoval: boolean };
}

export interface Journey {
  /** As in `vera creates a pod`. */
  title: string;
  request: ApiRequest;
  stops: Stop[];
  /** How often etcd was asked without being changed. */
  ranges: number;
  response?: ApiResponse;
  /** Why it was allowed, as the learner's authorizer says it. */
  allowedBy?: string;
}

export interface Recorder {
  /** For `createApiServer`. */
  onlooker(link: string, passing: Context | Write): void;
  /** The same etcd; what is asked of it on a journey is written down. */
  watched(etcd: EtcdApi): EtcdApi;
  travel<Result>(journey: Journey, action: () => Promise<Result>): Promise<Result>;
}

export function createRecorder(): Recorder {
  const current = new AsyncLocalStorage<Journey>();

  async function recordedTxn(request: TxnRequest, answer: Promise<TxnResponse>): Promise<TxnResponse> {
    const response = await answer;
    const journey = current.getStore();
    if (journey && isOfObject(journey, request)) journey.stops.push(transactionStop(request, response));
    return response;
  }

  return {
    onlooker(link, passing) {
      current.getStore()?.stops.push('request' in passing ? ofRequest(link, passing) : ofWrite(link, passing));
    },
    watched: (etcd) => ({
      ...etcd,
      range(request) {
        const journey = current.getStore();
        if (journey) journey.ranges++;
        return etcd.range(request);
      },
      txn: (request) => recordedTxn(request, etcd.txn(request)),
    }),
    travel: (journey, action) => current.run(journey, action),
  };
}

function ofRequest(link: string, { info, user }: Context): Stop {
  return { link, info, user };
}

function ofWrite(link: string, { object }: Write): Stop {
  return { link, object: structuredClone(object) };
}

/** Not what admission writes beside it, such as a quota. */
function isOfObject({ stops }: Journey, { success: [first] }: TxnRequest): boolean {
  const info = stops.find(({ link }) => link === 'handler')?.info;
  if (!info || !first || first.type === 'range' || first.type === 'txn') return false;
  return text(first.request.key).startsWith(`/registry/${info.resource}/`);
}

function transactionStop({ success: [first] }: TxnRequest, { succeeded, header }: TxnResponse): Stop {
  const outcome = { isDone: succeeded, revision: header.revision, isRemoval: first.type === 'delete-range' };
  return { link: transaction, outcome };
}
