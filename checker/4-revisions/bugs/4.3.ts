import type { Bug } from '../../judge/lesson.ts';

const [txn, check, compare] = ['txn.ts', 'txn-check.ts', 'compare.ts'];

export const bugs: Bug[] = [
  {
    id: 'compares-again-inside',
    exercise: '4.3',
    mistake: 'the comparisons of a nested transaction see what the operations before it have written',
    edits: [
      {
        file: txn,
        find: "operation.type === 'txn' ? { type: 'txn', plan: decide(draft, operation.request) } : operation,",
        replace:
          "operation.type === 'txn' ? { type: 'txn', plan: decide(draft, operation.request), again: operation.request } : operation,",
      },
      {
        file: txn,
        find: "type Step = Operation | { type: 'txn'; plan: Plan };",
        replace: "type Step = Operation | { type: 'txn'; plan: Plan; again: TxnRequest };",
      },
      {
        file: txn,
        find: 'const { succeeded, steps } = step.plan;',
        replace: 'const { succeeded, steps } = decide(draft, step.again);',
      },
      {
        file: compare,
        find: 'selected(state.index, compare, state.revision);',
        replace: 'selected(state.index, compare, Number.POSITIVE_INFINITY);',
      },
    ],
  },
  {
    id: 'one-comparison-will-do',
    exercise: '4.3',
    mistake: 'a transaction succeeds when one of its comparisons holds, not only when all do',
    edits: [
      {
        file: txn,
        find: 'compare.every((condition) => holds(draft.state, condition));',
        replace: 'compare.length === 0 || compare.some((condition) => holds(draft.state, condition));',
      },
    ],
  },
  {
    id: 'other-branch',
    exercise: '4.3',
    mistake: 'the success branch is done when the comparisons do not hold, and the failure branch when they do',
    edits: [{ file: txn, find: '(succeeded ? success : failure)', replace: '(succeeded ? failure : success)' }],
  },
  {
    id: 'reads-from-before',
    exercise: '4.3',
    mistake:
      'a range in a transaction shows the store as it was before, and not what the operations before it have written',
    edits: [
      {
        file: txn,
        find: 'rangeOf(draft.state, step.request, revisionIn(draft))',
        replace: 'rangeOf(draft.state, step.request, draft.state.revision)',
      },
    ],
  },
  {
    id: 'new-revision-from-the-start',
    exercise: '4.3',
    mistake: 'the headers in a transaction carry the new revision before anything was written',
    edits: [
      {
        file: 'store-state.ts',
        find: 'return events.length > 0 ? revision : state.revision;',
        replace: 'return events.length >= 0 ? revision : state.revision;',
      },
    ],
  },
  {
    id: 'old-revision-in-the-header',
    exercise: '4.3',
    mistake: 'the header of a transaction carries the revision from before it',
    edits: [
      {
        file: txn,
        find: 'return { header: { revision: revisionIn(draft) }, succeeded: plan.succeeded, responses };',
        replace: 'return { header: { revision: draft.state.revision }, succeeded: plan.succeeded, responses };',
      },
    ],
  },
  {
    id: 'future-allowed-behind-a-put',
    exercise: '4.3',
    mistake: 'a range may ask for the revision that the transaction itself is going to make',
    edits: [
      {
        file: txn,
        find: 'checkReadable(draft.state, request, draft.state.revision)',
        replace: 'checkReadable(draft.state, request, draft.revision)',
      },
    ],
  },
  {
    id: 'checks-on-the-way',
    exercise: '4.3',
    mistake: 'operations are checked one by one while they are done, so that what was done before a refusal stays',
    edits: [{ file: txn, find: '  checkPlan(draft, plan);\n', replace: '' }],
  },
  {
    id: 'nested-not-checked',
    exercise: '4.3',
    mistake: 'what a nested transaction will do is not checked before anything is done',
    edits: [
      {
        file: txn,
        find: "step.type === 'txn' ? operationsOf(step.plan) : [step]",
        replace: "step.type === 'txn' ? [] : [step]",
      },
    ],
  },
  {
    id: 'only-the-branch-taken-is-checked',
    exercise: '4.3',
    mistake: 'the form of the branch that is not done goes unchecked',
    edits: [
      {
        file: check,
        find: 'for (const operation of [...success, ...failure]) {',
        replace: 'for (const operation of success) {',
      },
    ],
  },
  {
    id: 'same-key-put-twice',
    exercise: '4.3',
    mistake: 'two puts of one key in one transaction are accepted',
    edits: [{ file: check, find: 'return isPutByBoth || deletesAPut(a, b)', replace: 'return deletesAPut(a, b)' }],
  },
  {
    id: 'put-and-delete-of-one-key',
    exercise: '4.3',
    mistake: 'a put and a delete that meet on one key are accepted in one of the two orders',
    edits: [{ file: check, find: 'deletesAPut(a, b) || deletesAPut(b, a)', replace: 'deletesAPut(a, b)' }],
  },
  {
    id: 'branches-clash-with-each-other',
    exercise: '4.3',
    mistake: 'the two branches of a nested transaction are taken for duplicates of each other, though only one is done',
    edits: [
      {
        file: check,
        find: 'return [changesOf(request.success), changesOf(request.failure)];',
        replace: 'return [changesOf([...request.success, ...request.failure])];',
      },
    ],
  },
  {
    id: 'overlapping-deletes-refused',
    exercise: '4.3',
    mistake: 'two deletes that overlap are refused as duplicates',
    edits: [
      {
        file: check,
        find: 'const isPutByBoth =',
        replace: 'if (a.deletes.length > 0 && b.deletes.length > 0) return true;\n  const isPutByBoth =',
      },
    ],
  },
  {
    id: 'no-limit-to-operations',
    exercise: '4.3',
    mistake: 'a transaction may have any number of comparisons and operations',
    edits: [{ file: check, find: 'if (longest > allowed) throw', replace: 'if (longest > allowed * 100) throw' }],
  },
  {
    id: 'limit-is-one-too-small',
    exercise: '4.3',
    mistake: 'the limit of 128 operations refuses the 128th',
    edits: [{ file: check, find: 'if (longest > allowed) throw', replace: 'if (longest >= allowed) throw' }],
  },
  {
    id: 'no-value-is-not-equal',
    exercise: '4.3',
    mistake: 'the value of a key that is not there compares as an empty one, so that "not equal" holds',
    edits: [{ file: compare, find: "return compare.target !== 'value' && holdsFor", replace: 'return holdsFor' }],
  },
  {
    id: 'missing-key-never-holds',
    exercise: '4.3',
    mistake: 'no comparison of a key that is not there holds, where version, revisions and lease count as 0',
    edits: [
      {
        file: compare,
        find: "return compare.target !== 'value' && holdsFor(compare, tombstone(compare.key, 0));",
        replace: 'return false;',
      },
    ],
  },
  {
    id: 'empty-range-always-holds',
    exercise: '4.3',
    mistake: 'a comparison of a range without keys always holds',
    edits: [
      {
        file: compare,
        find: 'if (kvs.length > 0) return',
        replace: 'if (kvs.length > 0 || compare.rangeEnd?.length) return',
      },
    ],
  },
  {
    id: 'first-of-the-range',
    exercise: '4.3',
    mistake: 'a comparison of a range looks at one of its keys, not at all of them',
    edits: [{ file: compare, find: 'kvs.every((kv)', replace: 'kvs.some((kv)' }],
  },
  {
    id: 'greater-or-equal',
    exercise: '4.3',
    mistake: '"greater" holds for equal, too',
    edits: [{ file: compare, find: 'return order > 0;', replace: 'return order >= 0;' }],
  },
  {
    id: 'values-by-length',
    exercise: '4.3',
    mistake: 'values are compared by their length first, and not byte by byte',
    edits: [
      {
        file: compare,
        find: 'return compareBytes(kv.value, compare.value);',
        replace: 'return kv.value.length - compare.value.length || compareBytes(kv.value, compare.value);',
      },
    ],
  },
  {
    id: 'create-compares-mod',
    exercise: '4.3',
    mistake: 'a comparison of createRevision looks at modRevision',
    edits: [
      {
        file: compare,
        find: 'return kv.createRevision - compare.value;',
        replace: 'return kv.modRevision - compare.value;',
      },
    ],
  },
  {
    id: 'nested-operations-are-free',
    exercise: '4.3',
    mistake: 'a nested transaction may have 128 operations of its own, whatever the one around it has',
    edits: [{ file: check, find: 'allowed - longest)', replace: 'allowed)' }],
  },
  {
    id: 'nested-header-is-filled',
    exercise: '4.3',
    mistake: 'the header of a nested transaction carries a revision, where it is empty',
    edits: [
      {
        file: txn,
        find: 'response: { header: { revision: 0 }, succeeded, responses }',
        replace: 'response: { header: { revision: revisionIn(draft) }, succeeded, responses }',
      },
    ],
  },
  {
    id: 'lease-compared-as-number',
    exercise: '4.3',
    mistake: 'the id of a lease is compared as a number, which has only 53 bits',
    edits: [
      {
        file: 'compare.ts',
        find: 'return kv.lease < compare.value ? -1 : Number(kv.lease > compare.value);',
        replace: 'return Number(kv.lease) - Number(compare.value);',
      },
    ],
  },
  {
    id: 'value-compared-as-text',
    exercise: '4.3',
    mistake: 'values are compared as lists of decimal numbers, by their text',
    edits: [
      {
        file: 'compare.ts',
        find: 'return compareBytes(kv.value, compare.value);',
        replace:
          'return String(kv.value) < String(compare.value) ? -1 : Number(String(kv.value) > String(compare.value));',
      },
    ],
  },
  {
    id: 'nested-compare-without-a-key',
    exercise: '4.3',
    mistake: 'an empty key in the comparison of a nested transaction is not noticed',
    edits: [
      {
        file: 'txn-check.ts',
        find: 'compare.forEach(checkKey);',
        replace: 'if (allowed === operationsMax) compare.forEach(checkKey);',
      },
    ],
  },
];
