// Goal: the real kubectl understands what the kit says, and the kit what kubectl sends. Method: a server of a few lines
// that keeps objects in a map and has no chain; everything else it takes from the kit. Skipped without kubectl.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as uvuTest } from 'uvu';
import * as assert from 'uvu/assert';
import { openApiV2Type } from '../lessons/kit/kubernetes/openapi-v2.ts';
import { resourceTypes } from '../lessons/kit/kubernetes/resources.ts';
import type { Status } from '../lessons/kit/kubernetes/status.ts';
import { bareServer, hasKubectl } from './kubernetes/bare-server.ts';
import { creations } from './kubernetes/creations.ts';

const { home, kubectl, last } = bareServer;
const test = hasKubectl() ? uvuTest : uvuTest.skip;

uvuTest.before(bareServer.start);
uvuTest.after(bareServer.stop);

uvuTest('the server of this file answers in JSON and in protobuf', async () => {
  const ask = (path: string) => fetch(bareServer.address() + path);
  const { reason } = (await (await ask('/api/v1/namespaces/default/pods/none')).json()) as Status;
  assert.is(reason, 'NotFound');
  assert.is((await ask('/nothing')).status, 404);
  assert.is((await ask('/openapi/v2')).headers.get('content-type'), openApiV2Type);
});

for (const [command, part, expected] of creations) {
  test(`the body of kubectl ${command} is decoded`, async () => {
    last.body = {};
    const printed = await kubectl(...command.split(' '));
    assert.equal(last.body[part], expected, printed);
  });
}

test('kubectl lists the resources with their short names and kinds', async () => {
  const printed = await kubectl('api-resources');
  for (const { resource, kind, shortNames } of resourceTypes) {
    const line = printed.split('\n').find((one) => one.startsWith(`${resource} `) && one.endsWith(` ${kind}`));
    assert.ok(line?.includes(shortNames.join(',')), resource);
  }
});

test('kubectl explains fields', async () => {
  const printed = await kubectl('explain', 'deployment.spec.template.spec.containers.resources.limits');
  assert.match(printed, /GROUP: +apps\nKIND: +Deployment\nVERSION: +v1/);
  assert.match(printed, /FIELD: limits <map\[string\]Quantity>/);
  assert.match(printed, /Limits describes the maximum amount of compute resources/);
  assert.match(await kubectl('explain', 'pods'), /KIND: +Pod[\s\S]*apiVersion\t<string>[\s\S]*spec\t<PodSpec>/);
});

test('kubectl prints tables, also with several types, names and labels', async () => {
  await kubectl('create', 'configmap', 'shown', '--from-literal=a=b');
  assert.match(await kubectl('get', 'configmaps'), /^NAME +DATA +AGE\n[\s\S]*shown +1 /);
  assert.match(
    await kubectl('get', 'cm,deploy'),
    /configmap\/shown[\s\S]*NAME +READY +UP-TO-DATE +AVAILABLE +AGE\ndeployment/,
  );
  assert.match(
    await kubectl('get', 'deploy', '-o', 'wide'),
    /CONTAINERS +IMAGES +SELECTOR\nd +0\/0 .* nginx +nginx +app=d/,
  );
  assert.match(await kubectl('get', 'cm', '-A', '--show-labels'), /^NAMESPACE +NAME +DATA +AGE +LABELS\n/);
  assert.is(await kubectl('get', 'cm', 'none'), 'Error from server (NotFound): configmaps "none" not found\n');
  assert.is(await kubectl('get', 'leases'), 'No resources found in default namespace.\n');
});

test('kubectl knows a custom kind as any other', async () => {
  const file = join(home, 'widget.yaml');
  writeFileSync(file, 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {size: 3}\n');
  assert.is(await kubectl('apply', '-f', file), 'widget.example.com/w created\n');
  assert.match(await kubectl('get', 'wg'), /^NAME +SIZE\nw +3\n$/);
  assert.match(await kubectl('explain', 'widget.spec.size'), /FIELD: size <integer>[\s\S]*How large it is\./);
});

test('kubectl follows the rows of a watch', async () => {
  const printed = await kubectl('get', 'pods', '--watch');
  assert.match(printed, /^NAME +READY +STATUS +RESTARTS +AGE\nweb +0\/0 +Pending .*\nweb +0\/0 +Running /);
});

test('kubectl leaves the validation of files to the server', async () => {
  const file = join(home, 'deployment.yaml');
  writeFileSync(file, 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: f}\nspec: {unknown: 1}\n');
  assert.is(await kubectl('create', '-f', file), 'deployment.apps/f created\n');
  assert.match(last.url, /fieldValidation=Strict/);
  writeFileSync(file, 'apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: f}\n');
  assert.match(await kubectl('create', '-f', file), /no matches for kind "Gadget" in version "example.com\/v1"/);
});

uvuTest.run();
