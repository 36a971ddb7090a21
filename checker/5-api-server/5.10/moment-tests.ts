/** Which moment a list shows: every combination of what a query can say, against the table of the lesson's text. */
import { type MomentRequest, momentOf, revisionIn } from '#api-server/moment.ts';
import { codeOf } from '#kit/failure.ts';
import { type DeclareTest, show, type TestContext } from '../../judge/exercise.ts';

const versions = ['', '0', '42', 'x', '-1', '4.2', '1e3', '0x2a', ' 42', '42 ', '99999999999999999999'];
const matches = ['', 'NotOlderThan', 'Exact', 'exact', 'Newest'];
const token = 'eyJ2Ijoi';

/** What may come of a query: one moment, or one of these refusals. */
interface Verdict {
  moment?: object;
  refusals: string[];
  why: string;
}

function verdictOf({ resourceVersion, resourceVersionMatch: match, limit, continueToken }: MomentRequest): Verdict {
  const isNumber = /^\d{0,15}$/.test(resourceVersion);
  const refusals = new Set<string>();
  const why: string[] = [];
  const refuse = (code: string, because: string) => {
    refusals.add(code);
    why.push(because);
  };
  if (!isNumber) refuse('BadRequest', 'a resourceVersion is a whole number');
  if (continueToken !== '' && Number(resourceVersion) > 0)
    refuse('BadRequest', 'the token says which moment it is, so there can be no other resourceVersion');
  if (match !== '' && match !== 'Exact' && match !== 'NotOlderThan') refuse('Invalid', 'there is no such match');
  if (match !== '' && continueToken !== '') refuse('Invalid', 'a page behind the first has its moment: no match');
  if (match !== '' && resourceVersion === '') refuse('Invalid', 'a match of what? There is no resourceVersion');
  if (match === 'Exact' && resourceVersion === '0') refuse('Invalid', '"0" is any moment, so none exactly');
  if (refusals.size > 0) return { refusals: [...refusals], why: why[0] };
  const revision = Number(resourceVersion);
  const etcd = (because: string, rest = {}) => ({ moment: { from: 'etcd', ...rest }, refusals: [], why: because });
  if (continueToken !== '') return etcd('a page behind the first belongs to etcd: the token says which moment');
  if (resourceVersion === '') return etcd('without a resourceVersion it is now, and only etcd knows what is now');
  if (revision === 0)
    return { moment: { from: 'cache' }, refusals: [], why: '"0" is any moment, so the cache will do' };
  if (match === 'Exact') return etcd('exactly this revision', { revision });
  if (match === '' && limit > 0) return etcd('with a limit and without a match it is Exact', { revision });
  return { moment: { from: 'not-older', revision }, refusals: [], why: 'this revision or any later one' };
}

function inWords(request: MomentRequest): string {
  const said = Object.entries(request).filter(([, value]) => value !== '' && value !== 0);
  return `momentOf: ${said.length === 0 ? 'nothing is said' : said.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

function judge(t: TestContext, request: MomentRequest): void {
  t.newRun();
  t.step(inWords(request));
  const { moment, refusals, why } = verdictOf(request);
  let answer: unknown;
  try {
    answer = momentOf(request);
  } catch (thrown) {
    answer = codeOf(thrown);
    if (answer === undefined || answer === 'todo') throw thrown;
  }
  if (moment) t.equal(answer, moment, why);
  else if (!refusals.includes(answer as string))
    t.fail({ message: `this is refused: ${why}`, expected: refusals.join(' or '), actual: answer });
}

export function declareMomentTests(test: DeclareTest): void {
  test('A47', 'what a list shows, for everything that a query can say', (t: TestContext) => {
    for (const continueToken of ['', token])
      for (const limit of [0, 5])
        for (const resourceVersionMatch of matches)
          for (const resourceVersion of versions)
            judge(t, { resourceVersion, resourceVersionMatch, limit, continueToken });
  });

  test('A47', 'a resourceVersion is digits and nothing else', async (t: TestContext) => {
    for (const [text, revision] of [
      ['', undefined],
      ['0', 0],
      ['42', 42],
      ['9007199254740991', 9007199254740991],
    ] as const) {
      t.newRun();
      t.step(`revisionIn(${show(text)})`);
      t.equal(revisionIn(text), revision, 'this is the number that it says');
    }
    const junk = [...versions.slice(3), '9007199254740993', '４２', '4\n', 'Infinity', 'NaN', '+1', '-0', '1_0'];
    for (const text of junk) {
      t.newRun();
      t.step(`revisionIn(${show(text)})`);
      await t.throws(() => revisionIn(text), 'BadRequest', 'nobody can have got that from a server');
    }
  });
}
