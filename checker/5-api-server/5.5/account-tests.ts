/** Service accounts of pods, and Pod Security: a part of 5.5. */
import { podSecurity } from '#api-server/admission/pod-security.ts';
import { serviceAccount, tokenPath, tokenVolume } from '#api-server/admission/service-account.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { createRandom } from '#kit/random.ts';
import { type DeclareTest, show, type TestContext } from '../../judge/exercise.ts';
import {
  ask,
  createOf,
  isLetPass,
  isRefused,
  namespaceOf,
  newPod,
  objectOf,
  passes,
  stepOf,
} from '../admission-hand.ts';
import { createCluster } from '../cluster.ts';
import { type Fields, podOf, podWith } from '../manifests.ts';
import { writeOf } from '../writes.ts';
import { baseline, boldPod, refusal, security } from './security-cases.ts';

const account = (name: string, rest: Fields = {}) => objectOf('ServiceAccount', name, rest);
const noToken = { automountServiceAccountToken: false };
const mount = { name: 'mine', mountPath: tokenPath };
const names = (name: string) => ({ serviceAccountName: name });

const accounts: [
  there: KubernetesObject[],
  spec: Fields,
  becomes: { name: string; tokens: number },
  because: string,
][] = [
  [[account('default')], {}, { name: 'default', tokens: 1 }, 'who says nothing runs as "default"'],
  [[account('default'), account('web')], names('web'), { name: 'web', tokens: 1 }, 'it says which account'],
  [
    [account('default'), account('web')],
    { serviceAccount: 'web' },
    { name: 'web', tokens: 1 },
    'it says so by the old name of the field',
  ],
  [[], {}, { name: 'default', tokens: 0 }, 'a pod of "default" is let in before there is one, and gets no token'],
  [[account('default')], noToken, { name: 'default', tokens: 0 }, 'the pod does not want a token'],
  [[account('default', noToken)], {}, { name: 'default', tokens: 0 }, 'the account does not want a token for its pods'],
  [
    [account('default', noToken)],
    { automountServiceAccountToken: true },
    { name: 'default', tokens: 1 },
    'what the pod says counts before what the account says',
  ],
];

export function declareAccountTests(test: DeclareTest): void {
  test('A25', 'a pod runs as an account, and gets a token', async (t) => {
    await t.forEach(accounts, async ([there, spec, becomes, because]) => {
      for (const each of there) t.step(`ServiceAccount ${each.metadata.name} ${show(each)}`);
      const { spec: changed } = await mutated(t, there, newPod({}, spec));
      const volumes = (changed.volumes ?? []) as Fields[];
      t.equal({ name: changed.serviceAccountName, tokens: volumes.length }, becomes, because);
    });
  });

  test('A25', 'the token is mounted where programs look for it', async (t) => {
    const containers = [
      { name: 'a', image: 'a' },
      { name: 'b', image: 'b', volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      { name: 'c', image: 'c', volumeMounts: [mount] },
    ];
    const initContainers = [{ name: 'i', image: 'i' }];
    const volumes = [
      { name: 'data', emptyDir: {} },
      { name: 'mine', emptyDir: {} },
    ];
    const { spec } = await mutated(t, [account('default')], createOf(podOf({ containers, initContainers, volumes })));
    const volume = (spec.volumes as { name: string }[])[2];
    t.equal(/^kube-api-access-[a-z0-9]{5}$/.test(volume?.name), true, 'the volume has a made-up name');
    t.equal(volume, tokenVolume(volume.name), 'it holds the token, the authority and the namespace');
    const own = { name: volume.name, readOnly: true, mountPath: tokenPath };
    const mounts = [...(spec.containers as Fields[]), ...(spec.initContainers as Fields[])].map(
      ({ volumeMounts }) => volumeMounts,
    );
    const expected = [[own], [{ name: 'data', mountPath: '/data' }, own], [mount], [own]];
    t.equal(mounts, expected, 'in each container, but where something is mounted there already');
    const served = await mutated(t, [account('default')], newPod({ volumeMounts: [mount] }, { volumes: [volumes[1]] }));
    t.equal((served.spec.volumes as Fields[]).length, 1, 'where no container needs it, there is no volume');
  });

  test('A25', "the account's secrets for images are the pod's, if it has none", async (t) => {
    const there = [account('default', { imagePullSecrets: [{ name: 'of-account' }] })];
    const silent = await mutated(t, there, newPod());
    t.equal(silent.spec.imagePullSecrets, [{ name: 'of-account' }], 'it has none of its own');
    const own = await mutated(t, there, newPod({}, { imagePullSecrets: [{ name: 'own' }] }));
    t.equal(own.spec.imagePullSecrets, [{ name: 'own' }], 'it has one of its own');
  });

  test('A25', 'what is looked up is not handed on', async (t) => {
    const looked = account('default', { imagePullSecrets: [{ name: 'of-account' }] });
    const objects = { ...createCluster(), get: async () => looked };
    const asked = newPod();
    t.step(`ServiceAccount default ${show(looked.imagePullSecrets)}`);
    stepOf(t, asked, 'mutate');
    const { write } = await ask(serviceAccount(objects, createRandom(1)), 'mutate', asked);
    const { imagePullSecrets: secrets = [] } = (write?.object?.spec ?? {}) as { imagePullSecrets?: Fields[] };
    t.equal(secrets, looked.imagePullSecrets, 'the pod has none of its own');
    t.step('somebody behind it changes the secrets of the pod');
    secrets[0].name = 'changed';
    t.equal(looked.imagePullSecrets, [{ name: 'of-account' }], "the account is the cache's: the pod has a copy");
  });

  test('A25', 'a pod of an account that is not there is refused', async (t) => {
    const write = newPod({}, names('missing'));
    const text = 'error looking up service account dev/missing: serviceaccount "missing" not found';
    const cluster = createCluster([
      account('default'),
      { ...account('missing'), metadata: { name: 'missing', namespace: 'prod' } },
    ]);
    for (const part of ['mutate', 'validate'] as const) {
      t.step('there is an account "missing" in "prod" only');
      stepOf(t, write, part);
      const ended = await ask(serviceAccount(cluster, createRandom(1)), part, write);
      isRefused(
        t,
        ended,
        ['Forbidden', `pods "web" is forbidden: ${text}`],
        'nobody can run as an account that is not there',
      );
    }
    const others = [
      createOf(objectOf('ConfigMap', 'a')),
      writeOf('update', podWith({}), { old: podWith({}) }),
      { ...newPod(), subresource: 'binding' },
      writeOf('delete', podWith({})),
    ];
    await t.forEach(others, async (other) => {
      stepOf(t, other, 'mutate');
      passes(
        t,
        await ask(serviceAccount(cluster, createRandom(1)), 'mutate', other),
        other,
        'only new pods get an account',
      );
    });
  });

  test('A26', 'a namespace says what its pods may ask for', async (t) => {
    await t.forEach(security, async ([labels, write, ends, because]) => {
      t.step(`the namespace "dev" has the labels ${show(labels)}`);
      stepOf(t, write, 'validate');
      const plugin = podSecurity(createCluster([namespaceOf('dev', { labels })]));
      const asked = { ...write, warnings: ['before'] };
      const ended = await ask(plugin, 'validate', asked);
      if (ends === 'refused') t.equal(ended.code ?? 'it passes', 'Forbidden', because);
      else {
        isLetPass(t, ended, because);
        t.equal(ended.write?.warnings.slice(1), ends, because);
      }
      t.equal(asked.warnings, ['before'], 'the write that was handed in keeps its warnings: the next one has its own');
    });
    t.step('the refusal says which level, and what violates it');
    const ended = await ask(
      podSecurity(createCluster([namespaceOf('dev', { labels: baseline })])),
      'validate',
      createOf(boldPod),
    );
    isRefused(t, ended, refusal, 'people must know what to change');
  });
}

async function mutated(t: TestContext, there: KubernetesObject[], asked: Write): Promise<{ spec: Fields }> {
  stepOf(t, asked, 'mutate');
  const before = structuredClone(asked);
  const plugin = serviceAccount(createCluster(there), createRandom(1));
  const ended = await ask(plugin, 'mutate', asked);
  isLetPass(t, ended, 'nothing is wrong with this pod');
  t.equal(asked, before, 'the write that was handed in stays as it was');
  return { spec: ended.write?.object?.spec as Fields };
}
