// Goal: discovery and OpenAPI tell of every kind, in each of their forms. Method: rules that hold for every kind; the real
// kubectl as the other side is in kubernetes-kit-kubectl.test.ts.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { aggregatedType, discover, versionsOf } from '../lessons/kit/kubernetes/discovery.ts';
import { openApiDocument, openApiIndex } from '../lessons/kit/kubernetes/openapi-v3.ts';
import { apiVersionOf, resourceTypes } from '../lessons/kit/kubernetes/resources.ts';
import { widgets } from './kubernetes/parts.ts';

test('both forms of discovery tell of the same resources', () => {
  const types = [...resourceTypes, widgets];
  const paths = new Set(types.map((type) => (type.group === '' ? '/api/v1' : `/apis/${apiVersionOf(type)}`)));
  const legacy = [...paths].flatMap((path) => {
    const { groupVersion, resources } = discover(types, path)!.body as {
      groupVersion: string;
      resources: { name: string }[];
    };
    return resources.map(({ name }) => `${groupVersion} ${name}`);
  });
  const aggregated = ['/api', '/apis'].flatMap((path) => {
    const { contentType, body } = discover(types, path, `${aggregatedType},application/json`)!;
    assert.is(contentType, aggregatedType);
    const { items } = body as {
      items: { metadata: { name?: string }; versions: { version: string; resources: Listed[] }[] }[];
    };
    return items.flatMap(({ metadata: { name }, versions }) =>
      versions.flatMap(({ version, resources }) =>
        resources.flatMap(({ resource, subresources = [] }) =>
          [resource, ...subresources.map((sub) => `${resource}/${sub.subresource}`)].map(
            (each) => `${name ? `${name}/` : ''}${version} ${each}`,
          ),
        ),
      ),
    );
  });
  assert.equal(legacy.sort(), aggregated.sort());
  assert.is(discover(types, '/apis/none'), undefined);
  assert.is((discover(types, '/apis', 'application/json, */*')!.body as { kind: string }).kind, 'APIGroupList');
  assert.is((discover(types, '/apis/apps')!.body as { kind: string }).kind, 'APIGroup');
  const versions = ['v1alpha1', 'v2beta1', 'v1', 'v10', 'v2', 'other'].map((version) => ({ ...widgets, version }));
  assert.equal(versionsOf(versions), ['v10', 'v2', 'v1', 'v2beta1', 'v1alpha1', 'other']);
});

interface Listed {
  resource: string;
  subresources?: { subresource: string }[];
}

test('the OpenAPI documents hold together and let the server validate', () => {
  const types = [...resourceTypes, widgets];
  const { paths } = openApiIndex(types);
  for (const path of Object.keys(paths)) {
    const document = openApiDocument(types, path) as { paths: Record<string, Item>; components: { schemas: object } };
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      assert.ok(Object.hasOwn(document.components.schemas, name), `${path}: ${name}`);
    }
    for (const [at, { patch }] of Object.entries(document.paths)) {
      const names = patch?.parameters.map(({ name }) => name) ?? ['fieldValidation', 'dryRun'];
      assert.ok(names.includes('fieldValidation') && names.includes('dryRun'), at);
    }
  }
  assert.is(openApiDocument(types, 'apis/none/v1'), undefined);
  assert.is.not(openApiIndex(types).paths['apis/example.com/v1'], undefined);
});

interface Item {
  patch?: { parameters: { name: string }[] };
}

test.run();
