/**
 * What clients come for: each errand is one request, or two at once, and is refused at another place of the chain, or at
 * none.
 */
import type { KubernetesObject } from '#kit/objects.ts';
import { nginx, pod, threeInWords } from './objects.ts';
import { asked, type Client } from './requests.ts';
import type { Show } from './show.ts';

export const deployments = '/apis/apps/v1/namespaces/default/deployments';
export const pods = '/api/v1/namespaces/default/pods';

const finalizer = 'example.com/hold';

export interface Errands {
  deploy(): Promise<void>;
  dryRun(): Promise<void>;
  createPod(): Promise<void>;
  createAsViewer(): Promise<void>;
  listAsViewer(): Promise<void>;
  listAsNobody(): Promise<void>;
  listAsStranger(): Promise<void>;
  wrongType(): Promise<void>;
  wrongField(): Promise<void>;
  noNamespace(): Promise<void>;
  scale(): Promise<void>;
  race(): Promise<void>;
  /** The next step of an object that a finalizer holds: made, deleted, let go. */
  hold(): Promise<void>;
}

export function createErrands({ send, read }: Pick<Show, 'send' | 'read'>): Errands {
  let podsMade = 0;
  let replicas = 3;

  function make(client: Client, url: string, body: object | string, title: string): Promise<void> {
    return send([{ title, request: asked(client, 'POST', url, body) }]);
  }

  function list(client: Client, title: string): Promise<void> {
    return send([{ title, request: asked(client, 'GET', pods) }]);
  }

  /** One that is to change a pod only if it is still as it was read. */
  function claim(client: Client, rival: Client, { metadata }: KubernetesObject) {
    const { name, resourceVersion } = metadata;
    const body = { metadata: { resourceVersion, labels: { owner: `${client}-${resourceVersion}` } } };
    const title = `${client}, in a race with ${rival}, labels the pod ${name}, read at ${resourceVersion}`;
    return { title, request: asked(client, 'PATCH', `${pods}/${name}`, body) };
  }

  return {
    deploy: () => make('admin', deployments, nginx, 'admin creates the Deployment of nginx.yaml'),
    dryRun: () =>
      make(
        'admin',
        `${deployments}?dryRun=All`,
        nginx.replace('nginx-deployment', 'trial'),
        'admin tries to, in a dry run',
      ),
    createPod() {
      const name = `web-${++podsMade}`;
      return make('admin', pods, pod(name), `admin creates the pod ${name}`);
    },
    createAsViewer: () => make('vera', pods, pod('mine'), 'vera, who may only view, creates a pod'),
    listAsViewer: () => list('vera', 'vera, who may only view, lists the pods'),
    listAsNobody: () => list('nobody', 'somebody who shows nothing lists the pods'),
    listAsStranger: () => list('stranger', 'somebody with a token of his own making lists the pods'),
    wrongType: () => make('admin', deployments, threeInWords, 'admin creates a Deployment with "three" replicas'),
    wrongField: () => make('admin', pods, pod('odd', 99999), 'admin creates a pod with the port 99999'),
    noNamespace: () =>
      make(
        'admin',
        pods.replace('default', 'nowhere'),
        pod('lost'),
        'admin creates a pod in a namespace that is not there',
      ),
    scale() {
      replicas = replicas === 9 ? 3 : replicas + 1;
      const title = `admin patches the Deployment: ${replicas} replicas`;
      return send([
        { title, request: asked('admin', 'PATCH', `${deployments}/nginx-deployment`, { spec: { replicas } }) },
      ]);
    },
    async race() {
      const wanted = await read(`${pods}/wanted`);
      if (!wanted) return make('admin', pods, pod('wanted'), 'admin creates the pod that two want');
      return send([claim('anna', 'ben', wanted), claim('ben', 'anna', wanted)]);
    },
    async hold() {
      const held = await read(`${pods}/held`);
      const at = `${pods}/held`;
      if (!held) return make('admin', pods, pod('held', 80, [finalizer]), 'admin creates a pod that a finalizer holds');
      if (!held.metadata.deletionTimestamp) {
        return send([{ title: 'admin deletes the pod that a finalizer holds', request: asked('admin', 'DELETE', at) }]);
      }
      const body = { metadata: { finalizers: null } };
      return send([
        { title: 'whoever has put the finalizer there takes it off', request: asked('admin', 'PATCH', at, body) },
      ]);
    },
  };
}
