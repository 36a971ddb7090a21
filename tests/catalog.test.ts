// Goal: what a learner types finds its lesson or exercise, and anything else gets one line that says what to type.
// Method: the finder on good and bad words; for a bad one, the whole message is compared.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lessons, parseTarget } from '../checker/catalog.ts';
import { UsageError } from '../checker/cli/command.ts';

const last = lessons.at(-1)!.number;

test('a number is a lesson, a number with a dot an exercise, nothing the current lesson', () => {
  assert.is(parseTarget('1', 2).lesson.number, 1);
  assert.is(parseTarget('1', 2).exercise, undefined);
  assert.is(parseTarget('1.2', 2).exercise!.id, '1.2');
  assert.is(parseTarget('1.2', 2).lesson.number, 1);
  assert.is(parseTarget(undefined, 2).lesson.number, 2);
});

for (const [words, message] of [
  ['0', `there is no lesson 0: this workbook has 1 to ${last}`],
  ['99', `there is no lesson 99: this workbook has 1 to ${last}`],
  ['three', '"three" is neither a lesson nor an exercise: type a number such as 1, or 1.2'],
  ['1.99', 'there is no exercise 1.99: lesson 1 has 1.1 to 1.7'],
  ['1.', '"1." is neither a lesson nor an exercise: type a number such as 1, or 1.2'],
  ['1.2.3', '"1.2.3" is neither a lesson nor an exercise: type a number such as 1, or 1.2'],
  ['', '"" is neither a lesson nor an exercise: type a number such as 1, or 1.2'],
  ['__proto__', '"__proto__" is neither a lesson nor an exercise: type a number such as 1, or 1.2'],
]) {
  test(`"${words}" gets one line`, () => {
    try {
      parseTarget(words, 1);
    } catch (thrown) {
      assert.instance(thrown, UsageError);
      assert.is((thrown as Error).message, message);
      return;
    }
    assert.unreachable('it was taken');
  });
}

test('lessons are numbered from 1 on, exercises from N.1 on, each id once', () => {
  lessons.forEach((lesson, i) => {
    assert.is(lesson.number, i + 1);
    assert.equal(
      lesson.exercises.map(({ id }) => id),
      lesson.exercises.map((_, at) => `${lesson.number}.${at + 1}`),
    );
  });
});

test.run();
