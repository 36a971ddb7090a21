/**
 * Goal: what crosses the membrane means the same on the other side, and nothing else crosses.
 * Method: each kind of value handed over once in each direction.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createMembrane, plain } from '../checker/judge/membrane.ts';
import { Failure } from '../lessons/kit/failure.ts';

const test = suite('membrane');

test('plain data is copied, deeply', () => {
  const { toOutside } = createMembrane();
  const original = { list: [{ bytes: new Uint8Array([1, 2]) }], map: new Map([['a', 1]]), big: 7n, none: null };
  const copy = toOutside(original);
  assert.equal(copy, original);
  original.list[0].bytes[0] = 9;
  assert.is(copy.list[0].bytes[0], 1);
});

test('a property named __proto__ stays data', () => {
  const copy = createMembrane().toOutside(JSON.parse('{"__proto__": {"polluted": true}}'));
  assert.is((copy as { polluted?: boolean }).polluted, undefined);
  assert.ok(Object.hasOwn(copy, '__proto__'));
});

test('arguments and results of a function are copied', () => {
  let kept: number[] = [];
  const keep = createMembrane().toOutside((list: number[]) => {
    kept = list;
    return list;
  });
  const mine = [1];
  const theirs = keep(mine);
  mine.push(2);
  theirs.push(3);
  assert.equal(kept, [1]);
});

test('a class instance crosses with what it inherits, and keeps its state', () => {
  class Base {
    protected n = 0;
    increment() {
      return ++this.n;
    }
  }
  class Counter extends Base {
    twice() {
      this.increment();
      return this.increment();
    }
  }
  const counter = createMembrane().toOutside(new Counter());
  assert.is(counter.twice(), 2);
  assert.is(counter.increment(), 3);
});

test('what was handed over is itself again when it comes back', () => {
  const { toOutside } = createMembrane();
  const disk = { read: () => 1 };
  const inside = { same: (given: typeof disk) => given === disk, give: () => disk };
  const outside = toOutside(inside);
  assert.ok(outside.same(outside.give()));
  const callback = () => {};
  assert.ok(toOutside((given: () => void) => given)(callback) === callback);
});

test('an error keeps its name, message, code and details, and loses its class', () => {
  const fail = createMembrane().toOutside(() => {
    throw new Failure('damaged', 'bad record', { file: 'wal-1', offset: 12 });
  });
  try {
    fail();
    assert.unreachable();
  } catch (thrown) {
    const error = thrown as Failure;
    assert.not(error instanceof Failure);
    assert.is(error.name, 'Failure');
    assert.is(error.message, 'bad record');
    assert.is(error.code, 'damaged');
    assert.equal(error.details, { file: 'wal-1', offset: 12 });
  }
});

test('promises settle across, with values that crossed', async () => {
  const { toOutside } = createMembrane();
  const original = { a: 1 };
  const copy = await toOutside(async () => original)();
  assert.equal(copy, original);
  assert.is.not(copy, original);
  const failing = toOutside(async () => {
    throw new Failure('full', 'no room');
  });
  assert.is(await failing().catch((error: Failure) => error.code), 'full');
});

test('a symbol is refused by the name of where it stood', () => {
  const give = createMembrane().toOutside({ deep: () => ({ tag: Symbol('x') }) });
  assert.throws(() => give.deep(), /tag: a symbol cannot cross/);
});

test('plain: what makes no difference to a reader makes none to a comparison', () => {
  class Entry {
    key = Buffer.from('a');
    value = undefined;
  }
  assert.equal(plain([new Entry()]), [{ key: new Uint8Array([97]) }]);
});

test.run();
