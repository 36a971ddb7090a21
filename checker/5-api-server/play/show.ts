/**
 * An API server on the learner's code, clients with requests, one that watches, and a look into etcd.
 */
import { text, utf8 } from '#kit/bytes.ts';
import type { ApiRequest } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type Progress, progressOf, readRegistry } from '../../deploy/stage.ts';
import { createErrands, type Errands, pods } from './errands.ts';
import { createRecorder, type Journey } from './journey.ts';
import { asked } from './requests.ts';
import { openServer } from './server.ts';
import { createWatcher, type Watcher } from './watcher.ts';

export interface Asked {
  title: string;
  request: ApiRequest;
}

/** What lies in etcd besides what a cluster begins with. */
export interface StoredKey {
  /** Without `/registry/`. */
  key: string;
  revision: number;
  version: number;
}

export interface Show {
  /** Oldest first. */
  readonly journeys: readonly Journey[];
  readonly errands: Errands;
  readonly watcher: Watcher;
  /** Sends requests at once, and resolves when all are answered and etcd was looked at. */
  send(requests: Asked[]): Promise<void>;
  /** What is there now, without this being shown. */
  read(url: string): Promise<KubernetesObject | undefined>;
  keys(): readonly StoredKey[];
  /** How many keys a cluster begins with. */
  begunWith(): number;
  revision(): number;
  progress(): Progress;
  /** Begins to watch the pods as vera. */
  beginWatch(): Promise<void>;
}

const journeysKept = 100;
const prefix = '/registry/';

/** @param failed told of what nobody else hears */
export async function openShow(failed: (why: unknown) => void): Promise<Show> {
  const recorder = createRecorder();
  const { server, etcd, begunAt } = await openServer(recorder, failed);
  const journeys: Journey[] = [];
  const watcher = createWatcher();
  let keys: StoredKey[] = [];
  let [begunWith, revision] = [0, begunAt];
  let progress: Progress;

  async function travel(journey: Journey): Promise<void> {
    const response = await recorder.travel(journey, () => server.handle(journey.request));
    const stop = journey.stops.find(({ link }) => link === 'handler');
    if (stop) journey.allowedBy = (await server.authorizer.authorize(stop.user!, stop.info!)).reason;
    journey.response = response;
  }

  async function look(): Promise<void> {
    const { header, kvs } = await etcd.range({ key: utf8(prefix), rangeEnd: utf8('/registry0') });
    const all = kvs.map(({ key, modRevision, version }) => ({
      key: text(key).slice(prefix.length),
      revision: modRevision,
      version,
    }));
    keys = all.filter((each) => each.revision > begunAt);
    begunWith = all.length - keys.length;
    revision = header.revision;
    progress = progressOf(await readRegistry(etcd), 'nginx-deployment');
  }

  async function send(requests: Asked[]): Promise<void> {
    const sent = requests.map((each): Journey => ({ ...each, stops: [], ranges: 0 }));
    journeys.push(...sent);
    journeys.splice(0, Math.max(0, journeys.length - journeysKept));
    await Promise.all(sent.map(travel));
    // Of several at once, the one that was refused is the last to be seen.
    sent.sort((a, b) => a.response!.status - b.response!.status);
    journeys.splice(-sent.length, sent.length, ...sent);
    await look();
  }

  async function read(url: string): Promise<KubernetesObject | undefined> {
    const { status, body } = await server.handle(asked('admin', 'GET', url));
    return status === 200 ? (body as KubernetesObject) : undefined;
  }

  await look();
  return {
    ...{ journeys, watcher, send, read },
    errands: createErrands({ send, read }),
    keys: () => keys,
    begunWith: () => begunWith,
    revision: () => revision,
    progress: () => progress,
    async beginWatch() {
      await send([{ title: 'vera watches the pods', request: asked('vera', 'GET', `${pods}?watch=1`) }]);
      const { response } = journeys.at(-1)!;
      if (response?.stream) watcher.begin(response.stream);
    },
  };
}
