/** How a config goes into an object, and how fields go out of it. */
import { mergeApplied, withoutFields } from '#api-server/apply-merge.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import { type DeclareTest, show, type TestContext } from '../../judge/exercise.ts';
import { pod, withMeta } from '../registry-world.ts';
import { rulesFor } from './applied-objects.ts';

type Case = [live: object, config: object, after: object, why: string];

function merges(t: TestContext, [live, config, after, why]: Case): void {
  t.newRun();
  t.step(`live: ${show(live)}`);
  t.step(`applied: ${show(config)}`);
  const [object, wanted] = [pod('web', live), pod('web', config)];
  const before = structuredClone([object, wanted]);
  t.equal(mergeApplied(object, wanted, rulesFor(object)), pod('web', after), why);
  t.equal([object, wanted], before, 'what it is given stays as it is: it may be needed once more');
}

const containers = 'f:spec f:containers';
const web = `${containers} k:{"name":"web"}`;
const log = `${containers} k:{"name":"log"}`;

function removes(
  t: TestContext,
  object: KubernetesObject,
  [paths, kept]: [string[], string[]],
  expected: KubernetesObject,
  why: string,
): void {
  t.newRun();
  const { labels } = object.metadata;
  t.step(`${show({ ...(labels && { labels }), ...(object.spec as object) })} without ${paths.join(', ')}`);
  if (kept.length > 0) t.step(`somebody still has ${kept.join(', ')}`);
  const own = (list: string[]) => list.map((path) => path.replaceAll(' ', '\n'));
  for (const order of [own(paths), own(paths).reverse()])
    t.equal(withoutFields(object, order, new Set(own(kept)), rulesFor(object)), expected, why);
}

export function declareApplyMergeTests(test: DeclareTest): void {
  test('A54', 'a config goes in field by field: maps, items by their keys, sets', (t: TestContext) => {
    const two = [
      { name: 'web', image: 'w:1', args: ['-v'] },
      { name: 'log', image: 'l:1' },
    ];
    const cases: Case[] = [
      [
        { hostname: 'a', priority: 1 },
        { hostname: 'b' },
        { hostname: 'b', priority: 1 },
        'what it does not name stays',
      ],
      [{}, { hostNetwork: false, priority: 0 }, { hostNetwork: false, priority: 0 }, 'false and 0 are values'],
      [
        { containers: two },
        { containers: [{ name: 'log', image: 'l:2' }] },
        { containers: [two[0], { name: 'log', image: 'l:2' }] },
        'an item goes into the one with its keys, wherever that stands',
      ],
      [
        { containers: two },
        { containers: [{ name: 'new', image: 'n:1' }] },
        { containers: [...two, { name: 'new', image: 'n:1' }] },
        'a new item stands behind the others',
      ],
      [
        { containers: two },
        { containers: [{ name: 'web', args: ['-w'] }] },
        { containers: [{ name: 'web', image: 'w:1', args: ['-w'] }, two[1]] },
        'an atomic list is one value',
      ],
      [
        { nodeSelector: { disk: 'ssd' } },
        { nodeSelector: { zone: 'a' } },
        { nodeSelector: { zone: 'a' } },
        'an atomic map is one value, too',
      ],
      [{ hostname: 'a' }, { containers: two }, { hostname: 'a', containers: two }, 'a list where there was none'],
    ];
    for (const each of cases) merges(t, each);
  });

  test('A54', 'ports are told apart by number and protocol, and a missing protocol is TCP', (t: TestContext) => {
    const container = (...ports: object[]) => ({ containers: [{ name: 'web', ports }] });
    const [tcp, udp] = ['TCP', 'UDP'].map((protocol) => ({ containerPort: 53, protocol }));
    merges(t, [
      container(tcp, udp),
      container({ containerPort: 53, name: 'dns' }),
      container({ ...tcp, name: 'dns' }, udp),
      'who names 53 and no protocol means TCP',
    ]);
    merges(t, [
      container(tcp),
      container({ ...udp, name: 'dns' }),
      container(tcp, { ...udp, name: 'dns' }),
      'UDP is another port',
    ]);
  });

  test('A54', 'a set gets the values that it does not have yet', (t: TestContext) => {
    const [live, config] = [
      ['f/a', 'f/b'],
      ['f/c', 'f/b'],
    ].map((finalizers) => withMeta(pod('web'), { finalizers }));
    t.step('finalizers f/a and f/b; applied: f/c and f/b');
    const { finalizers } = mergeApplied(live, config, rulesFor(live)).metadata;
    t.equal(finalizers, ['f/a', 'f/b', 'f/c'], 'f/c is new and stands behind the others; f/b is there once');
  });

  test('A54', 'fields go out: values, items and what is empty then', (t: TestContext) => {
    const spec = { hostname: 'a', containers: [{ name: 'web', image: 'w', args: ['-v'] }, { name: 'log' }] };
    const object = withMeta(pod('web', spec), { labels: { app: 'web' }, finalizers: ['f/a', 'f/b'] });
    const onlyHostname = { ...object, spec: { hostname: 'a' } };
    removes(
      t,
      object,
      [['f:spec f:hostname'], []],
      { ...object, spec: { containers: spec.containers } },
      'a value goes',
    );
    removes(
      t,
      object,
      [['f:metadata f:labels f:app', 'f:metadata f:finalizers v:"f/a"'], []],
      { ...object, metadata: { ...pod('web').metadata, finalizers: ['f/b'] } },
      'the last label goes, and the empty map with it; of a set one value goes',
    );
    const less = { ...object, spec: { hostname: 'a', containers: [{ name: 'web', args: ['-v'] }, { name: 'log' }] } };
    removes(t, object, [[`${web} f:image`], []], less, 'a field of an item goes');
    const one = { ...object, spec: { hostname: 'a', containers: [spec.containers[1]] } };
    removes(t, object, [[web, `${web} f:name`, `${web} f:image`], []], one, 'with an item all goes that is in it');
    removes(t, object, [[web, log, `${log} f:name`], []], onlyHostname, 'the last item goes, and the list with it');
    removes(
      t,
      object,
      [['f:spec f:nodeName', `${containers} k:{"name":"x"}`], []],
      object,
      'what is not there cannot go',
    );
  });

  test('A54', 'what somebody still has stays, and with it the item that it is in, and its keys', (t: TestContext) => {
    const object = pod('web', { containers: [{ name: 'web', image: 'w', args: ['-v'] }] });
    const all = [web, `${web} f:name`, `${web} f:image`, `${web} f:args`];
    const left = pod('web', { containers: [{ name: 'web', image: 'w' }] });
    removes(
      t,
      object,
      [all.filter((path) => !path.endsWith('image')), [`${web} f:image`]],
      left,
      'the image is somebody’s',
    );
    removes(
      t,
      object,
      [all.slice(1), [web]],
      pod('web', { containers: [{ name: 'web' }] }),
      'the item itself is somebody’s',
    );
    const labels = withMeta(pod('web'), { labels: { a: '1' } });
    const empty = withMeta(pod('web'), { labels: {} });
    const paths: [string[], string[]] = [['f:metadata f:labels f:a'], ['f:metadata f:labels']];
    removes(t, labels, paths, empty, 'somebody wants the map to be there, and empty');
    const two = withMeta(pod('web'), { labels: { a: '1', b: '1' } });
    const map = 'f:metadata f:labels';
    removes(t, two, [[map], [`${map} f:a`]], two, 'the map is given up; there is something of somebody in it');
    removes(t, two, [[map], []], pod('web'), 'nobody has anything in the map, so it goes with all that is in it');
  });
}
