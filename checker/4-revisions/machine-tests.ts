/** The tests of exercise 4.8 that are about the state machine alone: commands in, outcomes out. */

import { codeOf } from '#kit/failure.ts';
import { createAuth } from '#revisions/auth.ts';
import { type Command, encodeProposal } from '#revisions/command.ts';
import { createLeases } from '#revisions/leases.ts';
import { createRevisionStore } from '#revisions/revision-store.ts';
import { createStateMachine, type Outcome } from '#revisions/state-machine.ts';
import type { DeclareTest, TestContext } from '../judge/exercise.ts';
import { createVirtualClock } from '../sim/virtual-clock.ts';
import { all, deleteEvent, kv, putOf, rangeOf } from './requests.ts';
import { deleteInWords, putInWords } from './words.ts';

export function declareMachineTests(test: DeclareTest): void {
  test('V25', 'a command is applied once, however often its entry comes', (t) => {
    const { machine, store, apply } = machineInHand(t);
    t.equal(
      apply(4, put('a', '1')),
      { type: 'done', response: { header: { revision: 2 } } },
      'the response of the put',
    );
    t.equal(apply(4, put('a', '1')), { type: 'skipped' }, 'entry 4 was applied already');
    t.equal(apply(3, put('a', '0')), { type: 'skipped' }, 'and so was all that stands before it');
    t.equal(store.range(rangeOf(all)).kvs, [kv('a', '1', [2, 2, 1])], 'it was put once');
    t.equal(machine.appliedIndex(), 4, 'the last entry that is in the state');
    t.equal(apply(5, put('a', '2')).type, 'done', 'entry 5 is the next one');
  });

  test('V25', 'a refusal is a result, and changes nothing', (t) => {
    const { store, apply } = machineInHand(t);
    const refused: [code: string, command: Command][] = [
      ['lease-not-found', put('a', '1', { lease: 9n })],
      ['lease-not-found', { type: 'lease-revoke', id: 9n }],
      ['key-not-found', put('a', '', { ignoreValue: true })],
      ['future-revision', { type: 'compact', revision: 5 }],
      ['compacted', { type: 'compact', revision: 0 }],
      ['ttl-too-large', { type: 'lease-grant', id: 7n, ttl: 9_000_000_001 }],
    ];
    for (const [i, [code, command]] of refused.entries()) {
      const because = 'an error would stop the member, and each of them at the same entry: a refusal must be returned';
      t.equal(apply(i + 1, command), { type: 'refused', code }, because);
    }
    t.equal(apply(refused.length + 1, put('a', '1')).type, 'done', 'the next command is done as if nothing had been');
    t.equal(store.revision(), 2, 'one change');
  });

  test('V25', 'what is no refusal of etcd’s is a bug, and goes on up', (t: TestContext) => {
    const clock = createVirtualClock();
    const leases = createLeases(clock);
    const broken = () => {
      throw new TypeError('a bug in the store');
    };
    const store = { ...createRevisionStore({ leases }), put: broken };
    const machine = createStateMachine({ store, leases, auth: createAuth(clock) });
    t.step('the store throws a TypeError at the next put');
    t.step('entry 1: put("a", "1")');
    let thrown: unknown;
    try {
      machine.apply(encodeProposal({ member: 1, number: 1, command: put('a', '1') }), 1);
    } catch (error) {
      if (codeOf(error) === 'todo') throw error;
      thrown = error;
    }
    t.ok(thrown !== undefined, 'apply must throw it: a bug that becomes a result leaves members that differ');
  });

  test('V20', 'the keys of a revoked lease are deleted in one revision, in their order', (t) => {
    const { store, leases, apply } = machineInHand(t);
    const changes: unknown[] = [];
    const granted = apply(1, { type: 'lease-grant', id: 7n, ttl: 1 });
    t.equal(
      granted,
      { type: 'done', response: { header: { revision: 1 }, id: 7n, ttl: 2 } },
      'no revision for a grant',
    );
    for (const [i, key] of ['c', 'a', 'b'].entries()) apply(2 + i, put(key, 'x', { lease: 7n }));
    apply(5, put('d', 'x'));
    store.onChange((change) => void changes.push(structuredClone(change)));
    const revoked = apply(6, { type: 'lease-revoke', id: 7n });
    t.equal(revoked, { type: 'done', response: { header: { revision: 6 } } }, 'one revision for all its keys');
    const events = [
      deleteEvent('a', 6, kv('a', 'x', [3, 3, 1], 7n)),
      deleteEvent('b', 6, kv('b', 'x', [4, 4, 1], 7n)),
      deleteEvent('c', 6, kv('c', 'x', [2, 2, 1], 7n)),
    ];
    t.equal(changes, [{ revision: 6, events }], 'its keys, sorted, and no others');
    t.equal(leases.list(), [], 'and the lease is gone');
    apply(7, { type: 'lease-grant', id: 8n, ttl: 5 });
    const none = apply(8, { type: 'lease-revoke', id: 8n });
    t.equal(none, { type: 'done', response: { header: { revision: 6 } } }, 'a lease without keys changes nothing');
  });

  test('V25', 'a state that was restored goes on where the other one stood', (t) => {
    const first = machineInHand(t);
    first.apply(1, { type: 'lease-grant', id: 7n, ttl: 10 });
    first.apply(2, put('a', '1', { lease: 7n }));
    first.apply(3, put('b', '1'));
    first.apply(4, put('b', '2'));
    first.apply(5, { type: 'compact', revision: 3 });
    t.step('snapshot(), and restore() of that in another machine');
    const second = machineInHand(t);
    second.machine.restore(first.machine.snapshot());
    t.equal(second.machine.appliedIndex(), 5, 'everything up to entry 5 is in it');
    t.equal(second.apply(5, put('b', '9')), { type: 'skipped' }, 'so entry 5 must not be applied again');
    const range = rangeOf(all);
    t.equal(second.store.range(range), first.store.range(range), 'it holds what the first one holds');
    t.equal(second.store.compactedRevision(), 3, 'and has compacted what the first one has');
    t.equal(second.leases.keysOf(7n).length, 1, 'and its leases have their keys');
    const both = [first, second].map(({ apply }) => apply(6, { type: 'lease-revoke', id: 7n }));
    t.equal(both[1], both[0], 'the same command has the same result');
    t.equal(second.store.hash(0), first.store.hash(0), 'and leaves the same behind');
  });
}

function machineInHand(t: TestContext) {
  const clock = createVirtualClock();
  const leases = createLeases(clock);
  const store = createRevisionStore({ leases });
  const machine = createStateMachine({ store, leases, auth: createAuth(clock) });
  let number = 0;
  function apply(index: number, command: Command): Outcome {
    t.step(`entry ${index}: ${commandInWords(command)}`);
    return machine.apply(encodeProposal({ member: 1, number: ++number, command }), index);
  }
  return { machine, store, leases, apply };
}

function put(...args: Parameters<typeof putOf>): Command {
  return { type: 'put', request: putOf(...args) };
}

function commandInWords(command: Command): string {
  switch (command.type) {
    case 'put':
      return putInWords(command.request);
    case 'delete-range':
      return deleteInWords(command.request);
    case 'compact':
      return `compact(${command.revision})`;
    case 'lease-grant':
      return `grant lease ${command.id}n for ${command.ttl} s`;
    case 'lease-revoke':
      return `revoke lease ${command.id}n`;
    default:
      return command.type;
  }
}
