/** Rules A52 and A53 in whole API servers: what a definition does to what is sent. */
import type { DeclareTest } from '../../judge/exercise.ts';
import { definitionOf, objectSchema, versionOf } from './definition-hand.ts';
import { conditionsIn, definitionsPath, namesIn, versions, wholeCluster, widget, widgetsPath } from './whole-server.ts';

const definition = definitionOf();

export function declareWholeDefinitionTests(test: DeclareTest): void {
  test('A52', 'a definition that cannot be served is refused, with every fault', async (t) => {
    const cluster = await wholeCluster(t);
    const broken = definitionOf({
      metadata: { name: 'widget.example.com' },
      versions: [versionOf('v1'), versionOf('v2', { schema: { openAPIV3Schema: objectSchema({ size: {} }) } })],
    });
    const { code, body } = await cluster.a.send('POST', definitionsPath, broken);
    t.equal([code, body.reason], [422, 'Invalid'], 'it makes no sense');
    const fields = [...new Set(body.details?.causes?.map(({ field }) => field))];
    const expected = [
      'metadata.name',
      'spec.versions',
      'spec.versions[1].schema.openAPIV3Schema.properties[size].type',
    ];
    t.equal(fields, expected, 'all that is wrong is told at once');
    t.equal(
      cluster.etcd.keys().filter((key) => key.includes('customresource')),
      [],
      'and nothing is stored',
    );
  });

  test('A52', 'a definition whose names another has taken is stored and not served', async (t) => {
    const { a } = await wholeCluster(t);
    await a.send('POST', definitionsPath, definition);
    const names = { plural: 'gadgets', singular: 'gadget', kind: 'Widget', listKind: 'GadgetList' };
    const late = definitionOf({ names });
    const made = await a.send('POST', definitionsPath, late);
    t.equal(
      [made.code, conditionsIn(made)],
      [201, { NamesAccepted: 'False', Established: 'False' }],
      'the kind Widget is taken',
    );
    const gadgets = widgetsPath('v1').replace('widgets', 'gadgets');
    t.equal((await a.send('GET', gadgets)).code, 404, 'so it is not served');
    t.equal((await a.send('GET', `${definitionsPath}/gadgets.example.com`)).code, 200, 'but it is there, and says why');
    const renamed = await a.send('PATCH', `${definitionsPath}/gadgets.example.com`, {
      spec: { names: { kind: 'Gadget' } },
    });
    t.equal(
      conditionsIn(renamed),
      { NamesAccepted: 'True', Established: 'True' },
      'with another kind its names are its own',
    );
    t.equal((await a.send('GET', gadgets)).code, 200, 'and it is served');
    t.equal((await a.send('GET', widgetsPath('v1'))).code, 200, 'the first has lost nothing by it');
  });

  test('A52', 'a definition that asks for a name of another is served by its old one', async (t) => {
    const { a } = await wholeCluster(t);
    await a.send('POST', definitionsPath, definition);
    const names = { plural: 'gadgets', singular: 'gadget', kind: 'Gadget', listKind: 'GadgetList' };
    await a.send('POST', definitionsPath, definitionOf({ names }));
    const own = `${definitionsPath}/gadgets.example.com`;
    const renamed = await a.send('PATCH', own, { spec: { names: { kind: 'Widget' } } });
    t.equal(
      conditionsIn(renamed),
      { NamesAccepted: 'False', Established: 'True' },
      'the kind Widget is taken, and Gadgets are served since long',
    );
    const { body } = await a.send('GET', '/apis/example.com/v1');
    const told = body.resources?.map(({ name, kind }) => `${name}: ${kind}`).sort();
    t.equal(told, ['gadgets: Gadget', 'widgets: Widget'], 'who is told to make a Widget must not make a Gadget');
  });

  test('A53', 'objects are cut, filled in and judged by the version that is asked for', async (t) => {
    const { a } = await wholeCluster(t);
    await a.send('POST', definitionsPath, definitionOf({ versions }));
    const one = await a.send('POST', widgetsPath('v1'), widget('one', { color: 'red' }));
    t.equal([one.code, one.body.spec], [201, { size: 1 }], 'v1 has no color, and a default for the size');
    const two = await a.send('POST', widgetsPath('v2'), widget('two', { color: 'red' }, { version: 'v2' }));
    t.equal([two.code, two.body.spec], [201, { color: 'red' }], 'v2 has a color, and no default');
    const wrong = await a.send('POST', widgetsPath('v1'), widget('three', { size: 'big' }));
    const fields = wrong.body.details?.causes?.map(({ field }) => field);
    t.equal([wrong.code, fields], [422, ['spec.size']], 'the size is a number');
    const strict = await a.send(
      'POST',
      `${widgetsPath('v1')}?fieldValidation=Strict`,
      widget('four', { color: 'red' }),
    );
    t.equal(strict.code, 400, 'kubectl wants to be told of what v1 does not have');
    t.equal(namesIn(await a.send('GET', widgetsPath('v1'))), ['one', 'two'], 'what was refused is not there');
  });
}
