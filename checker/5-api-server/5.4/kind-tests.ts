/** An object is of the kind that its path is for, whatever a patch has made of it: a part of 5.4. */
import { checkStructure } from '#api-server/structure.ts';
import type { ResourceType } from '#kit/kubernetes/resources.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { deploymentWith, widgetOf, widgetType, withField } from '../manifests.ts';
import { isRefusedBy, letsPass } from '../refusals.ts';
import { typeOf, writeOf } from '../writes.ts';

const good = deploymentWith({ replicas: 3 });
const deployments = typeOf(good);

const otherKinds: [object: KubernetesObject, resource: ResourceType, text: string][] = [
  [
    { ...good, kind: 'ConfigMap' },
    deployments,
    'ConfigMap in version "apps/v1" cannot be handled as a Deployment: the path is for a Deployment',
  ],
  [
    { ...good, apiVersion: 'v2' },
    deployments,
    'the API version in the data (v2) does not match the expected API version (apps/v1)',
  ],
  [
    { ...widgetOf({ size: 'big' }), apiVersion: 'example.com/v2' },
    widgetType,
    'the API version in the data (example.com/v2) does not match the expected API version (example.com/v1)',
  ],
];

const paths = [
  ['create', ''],
  ['update', ''],
  ['update', 'status'],
] as const;

export function declareKindTests(test: DeclareTest): void {
  test('A17', 'an object is of the kind that its path is for', async (t) => {
    const cases = otherKinds.flatMap((each) => paths.map((path) => [...each, ...path] as const));
    await t.forEach(cases, async ([object, resource, text, operation, subresource]) => {
      const odd = withField(object, 'spec.replcas', 3);
      t.step(`checkStructure of ${operation} ${resource.resource}${subresource && `/${subresource}`} ${show(odd)}`);
      const write = writeOf(operation, odd, { resource, subresource });
      const because = 'a patch may have made another kind of it, and the rules behind go by the kind';
      const { message } = await isRefusedBy(t, () => checkStructure(write), 'BadRequest', because);
      t.equal(message, text, 'it says so, and this comes before all other faults');
    });
  });

  test('A17', 'an object that does not say its kind has that of its path', async (t) => {
    await t.forEach(['kind', 'apiVersion'], async (field) => {
      const bare = withField(good, field, undefined);
      t.step(`checkStructure of update deployments ${show(bare)}`);
      const write = writeOf('update', bare, { resource: deployments });
      await letsPass(t, () => checkStructure(write), { ...write, object: good }, 'nothing is stored without its kind');
    });
  });
}
