/** Selectors, case by case: a part of 5.8. */
import {
  type LabelTerm,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
  selects,
} from '#api-server/selectors.ts';
import type { DeclareTest, TestContext } from '../../judge/exercise.ts';
import { configMap, pod } from '../registry-world.ts';

type Labels = Record<string, string>;

const fields = { 'metadata.name': '', 'spec.nodeName': '', 'spec.hostNetwork': 'false', 'status.phase': '' };

export function declareSelectorTests(test: DeclareTest): void {
  test('A39', 'the forms of a label selector', (t: TestContext) => {
    const cases: [text: string, terms: LabelTerm[]][] = [
      ['', []],
      ['app=web', [{ key: 'app', operator: 'in', values: ['web'] }]],
      ['app==web', [{ key: 'app', operator: 'in', values: ['web'] }]],
      ['app!=web', [{ key: 'app', operator: 'notin', values: ['web'] }]],
      ['app in (a, b)', [{ key: 'app', operator: 'in', values: ['a', 'b'] }]],
      ['app notin (a,b)', [{ key: 'app', operator: 'notin', values: ['a', 'b'] }]],
      ['app', [{ key: 'app', operator: 'exists', values: [] }]],
      ['!app', [{ key: 'app', operator: '!exists', values: [] }]],
      ['app=', [{ key: 'app', operator: 'in', values: [''] }]],
      [
        'example.com/app = web , !tier',
        [
          { key: 'example.com/app', operator: 'in', values: ['web'] },
          { key: 'tier', operator: '!exists', values: [] },
        ],
      ],
      [
        'a in (x,y),b',
        [
          { key: 'a', operator: 'in', values: ['x', 'y'] },
          { key: 'b', operator: 'exists', values: [] },
        ],
      ],
    ];
    for (const [text, terms] of cases) {
      t.newRun();
      t.step(`parseLabelSelector(${JSON.stringify(text)})`);
      t.equal(parseLabelSelector(text), terms, 'these are its parts');
    }
  });

  test('A39', 'a text that is no label selector is refused', async (t: TestContext) => {
    for (const text of [
      '=web',
      'app=a b',
      'app in a',
      'app in (a',
      ',',
      'app=web,',
      'app>',
      '!',
      'app=web=x',
      '-app',
    ]) {
      t.newRun();
      t.step(`parseLabelSelector(${JSON.stringify(text)})`);
      await t.throws(() => parseLabelSelector(text), 'BadRequest', 'this cannot be read, so it selects nothing either');
    }
  });

  test('A39', 'what each operator selects, with the label and without', (t: TestContext) => {
    const cases: [text: string, labels: Labels | undefined, is: boolean, why: string][] = [
      ['app=web', { app: 'web' }, true, 'it has this value'],
      ['app=web', { app: 'db' }, false, 'it has another value'],
      ['app=web', {}, false, 'it has no such label'],
      ['app!=web', { app: 'db' }, true, 'it has another value'],
      ['app!=web', {}, true, 'an object without the label does not have the value either'],
      ['app!=web', undefined, true, 'an object without labels does not have the value either'],
      ['app!=web', { app: 'web' }, false, 'it has this value'],
      ['app notin (a,b)', {}, true, 'an object without the label has none of the values'],
      ['app in (a,b)', { app: 'b' }, true, 'it has one of the values'],
      ['app', { app: '' }, true, 'an empty value is a value'],
      ['!app', { app: '' }, false, 'an empty value is a value'],
      ['app=', { app: '' }, true, 'an empty value is a value'],
      ['app=', {}, false, 'an empty value is not the same as no label'],
      ['toString', {}, false, 'nobody has set this label'],
      ['app=web,tier=x', { app: 'web' }, false, 'a comma means "and"'],
    ];
    for (const [text, labels, is, why] of cases) {
      t.newRun();
      t.step(`${JSON.stringify(text)} and the labels ${JSON.stringify(labels)}`);
      t.equal(matchesLabels(parseLabelSelector(text), labels), is, why);
    }
  });

  test('A39', 'the forms of a field selector', async (t: TestContext) => {
    const parse = (text: string) => {
      t.newRun();
      t.step(`parseFieldSelector(${JSON.stringify(text)})`);
      return parseFieldSelector(text, fields);
    };
    const phase = (operator: '=' | '!=', value: string) => ({ field: 'status.phase', operator, value });
    t.equal(parse(''), [], 'an empty text selects everything');
    t.equal(parse('status.phase=Running'), [phase('=', 'Running')], 'this is its part');
    t.equal(parse('status.phase==Running'), [phase('=', 'Running')], 'two equals signs are as good as one');
    t.equal(
      parse('status.phase!=Running,metadata.name=a'),
      [phase('!=', 'Running'), { field: 'metadata.name', operator: '=', value: 'a' }],
      'these are its parts, in order',
    );
    t.equal(parse('spec.nodeName='), [{ field: 'spec.nodeName', operator: '=', value: '' }], 'a value may be empty');
    t.equal(parse('status.phase=a\\,b\\=c\\\\d'), [phase('=', 'a,b=c\\d')], 'a backslash stands before these letters');
    for (const text of ['status.phase', '=Running', 'status.phase>1', 'spec.image=x', 'data=1', 'toString=1']) {
      await t.throws(() => parse(text), 'BadRequest', 'it cannot be read, or its field cannot be selected');
    }
  });

  test('A39', 'fields are compared as texts, and one that is missing as the kind says', (t: TestContext) => {
    const is = (text: string, spec: object, expected: boolean, why: string) => {
      t.newRun();
      t.step(`${JSON.stringify(text)} and a pod with the spec ${JSON.stringify(spec)}`);
      t.equal(matchesFields(parseFieldSelector(text, fields), pod('web', spec), fields), expected, why);
    };
    is('spec.nodeName=', {}, true, 'a pod that is on no node counts as on the node ""');
    is('spec.nodeName!=', {}, false, 'a pod that is on no node counts as on the node ""');
    is('spec.nodeName=n', { nodeName: 'n' }, true, 'it is on this node');
    is('spec.nodeName!=n', {}, true, 'it is not on this node');
    is('spec.hostNetwork=false', {}, true, 'what is missing counts as false');
    is('spec.hostNetwork=true', { hostNetwork: true }, true, 'true is compared as the text "true"');
    is('metadata.name=web,spec.nodeName=n', {}, false, 'a comma means "and"');
  });

  test('A39', 'namespace, labels and fields must all fit', (t: TestContext) => {
    const object = configMap('web', {}, { labels: { app: 'web' } });
    const is = (namespace: string, labels: string, name: string, expected: boolean) => {
      const selection = {
        namespace,
        labels: parseLabelSelector(labels),
        fields: parseFieldSelector(`metadata.name=${name}`, fields),
      };
      t.newRun();
      t.step(`selects(${JSON.stringify(selection)}, ${JSON.stringify(object)})`);
      t.equal(selects(selection, object, fields), expected, `${namespace || 'all namespaces'}, ${labels}, ${name}`);
    };
    is('', 'app=web', 'web', true);
    is('default', 'app=web', 'web', true);
    is('def', 'app=web', 'web', false);
    is('default', 'app=db', 'web', false);
    is('default', 'app=web', 'db', false);
  });
}
