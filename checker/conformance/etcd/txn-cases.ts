import * as assert from 'uvu/assert';
import { utf8 } from '#kit/bytes.ts';
import type { Compare, RequestOp, ResponseOp } from '#kit/etcd/api.ts';
import { type Case, type Hand, present, refused } from './case.ts';

type Compared = Pick<Compare, 'target' | 'result' | 'value'>;

/** Whether a compare holds, by what a transaction of nothing else says. */
async function holds({ etcd, key }: Hand, name: string, compared: Compared, rangeEnd?: Uint8Array): Promise<boolean> {
  const compare = [{ key: key(name), rangeEnd, ...compared } as Compare];
  return (await etcd.txn({ compare, success: [], failure: [] })).succeeded;
}

/** What holds of the results in the order equal, greater, less, not-equal: `=`, `>`, `<`, `!`. */
async function signs(hand: Hand, name: string, target: Compare['target'], value: Compare['value'], end?: Uint8Array) {
  const results = { equal: '=', greater: '>', less: '<', 'not-equal': '!' } as const;
  let all = '';
  for (const [result, sign] of Object.entries(results)) {
    if (await holds(hand, name, { target, value, result } as Compared, end)) all += sign;
  }
  return all;
}

function revisions(responses: ResponseOp[]): number[] {
  return responses.map(({ response }) => response.header.revision);
}

function run({ etcd }: Hand, success: RequestOp[], failure: RequestOp[] = [], compare: Compare[] = []) {
  return etcd.txn({ compare, success, failure });
}

export const txnCases: Case[] = [
  {
    name: 'compares of version, create, mod, lease and value',
    async run(hand) {
      const { id } = await hand.etcd.leaseGrant({ ttl: 60, id: 4_000_000_000_001n });
      const create = await hand.put('a', '1');
      const mod = await hand.put('a', 'm', id);
      assert.is(await signs(hand, 'a', 'version', 2), '=');
      assert.is(await signs(hand, 'a', 'version', 1), '>!');
      assert.is(await signs(hand, 'a', 'version', 3), '<!');
      assert.is(await signs(hand, 'a', 'create', create), '=');
      assert.is(await signs(hand, 'a', 'create', mod), '<!');
      assert.is(await signs(hand, 'a', 'mod', mod), '=');
      assert.is(await signs(hand, 'a', 'mod', create), '>!');
      assert.is(await signs(hand, 'a', 'lease', id), '=');
      assert.is(await signs(hand, 'a', 'lease', id - 1n), '>!');
      assert.is(await signs(hand, 'a', 'value', utf8('m')), '=');
      assert.is(await signs(hand, 'a', 'value', utf8('l')), '>!');
      assert.is(await signs(hand, 'a', 'value', utf8('mm')), '<!');
      await hand.etcd.leaseRevoke(id);
    },
  },
  {
    name: 'a key that is not there compares as 0, and its value as nothing at all',
    async run(hand) {
      for (const target of ['version', 'create', 'mod'] as const) {
        assert.is(await signs(hand, 'none', target, 0), '=', target);
        assert.is(await signs(hand, 'none', target, 1), '<!', target);
      }
      assert.is(await signs(hand, 'none', 'lease', 0n), '=');
      assert.is(await signs(hand, 'none', 'value', utf8('')), '');
      assert.is(await signs(hand, 'none', 'value', utf8('x')), '');
    },
  },
  {
    name: 'a compare of a range holds if it holds for every key; of an empty range, for a key that is not there',
    async run(hand) {
      await hand.put('a', '1');
      await hand.put('b', '1');
      const { rangeEnd } = hand.everything;
      assert.is(await signs(hand, '', 'version', 1, rangeEnd), '=');
      await hand.put('b', '2');
      assert.is(await signs(hand, '', 'version', 1, rangeEnd), '');
      assert.is(await signs(hand, '', 'version', 0, rangeEnd), '>!');
      assert.is(await signs(hand, 'x', 'version', 0, rangeEnd), '=');
      assert.is(await signs(hand, 'x', 'version', 7, rangeEnd), '<!');
      assert.is(await signs(hand, 'x', 'value', utf8(''), rangeEnd), '');
    },
  },
  {
    name: 'one compare that fails is enough for the other branch, which is done',
    async run(hand) {
      await hand.put('a', '1');
      const version = (value: number): Compare => ({ key: hand.key('a'), target: 'version', result: 'equal', value });
      const branches: [RequestOp[], RequestOp[]] = [[hand.putOp('yes')], [hand.putOp('no')]];
      const { succeeded } = await run(hand, ...branches, [version(1), version(2)]);
      assert.is(succeeded, false);
      assert.equal(await hand.names(), ['a', 'no']);
      assert.is((await run(hand, ...branches, [version(1), version(1)])).succeeded, true);
      assert.equal(await hand.names(), ['a', 'no', 'yes']);
    },
  },
  {
    name: 'operations run in order, see what was written before, and are one revision',
    async run(hand) {
      const before = await hand.put('a', '1');
      const answer = await run(hand, [
        hand.rangeOp('a'),
        hand.putOp('b', '2'),
        hand.rangeOp('b'),
        hand.deleteOp('a'),
        hand.rangeOp('a'),
      ]);
      assert.is(answer.header.revision, before + 1);
      assert.equal(revisions(answer.responses), [before, before + 1, before + 1, before + 1, before + 1]);
      const [, , read, , gone] = answer.responses.map(({ response }) => ('kvs' in response ? response.kvs : []));
      assert.equal([read[0].modRevision, gone.length], [before + 1, 0]);
    },
  },
  {
    name: 'a transaction that changes nothing is no revision',
    async run(hand) {
      const before = await hand.put('a', '1');
      for (const operations of [[], [hand.rangeOp('a')], [hand.deleteOp('none')]]) {
        assert.is((await run(hand, operations)).header.revision, before);
      }
      assert.is(await hand.revision(), before);
    },
  },
  {
    name: 'a transaction within a transaction has its own branches and no header of its own',
    async run(hand) {
      const before = await hand.put('a', '1');
      const missing: Compare = { key: hand.key('none'), target: 'version', result: 'greater', value: 0 };
      const inner = {
        compare: [missing],
        success: [hand.putOp('yes')],
        failure: [hand.putOp('no'), hand.rangeOp('no')],
      };
      const { responses, header } = await run(hand, [hand.putOp('first'), { type: 'txn', request: inner }]);
      const [, { response }] = responses;
      assert.is(header.revision, before + 1);
      assert.ok('succeeded' in response && !response.succeeded);
      assert.is(response.header.revision, 0);
      assert.equal(revisions(response.responses), [before + 1, before + 1]);
      assert.equal(await hand.names(), ['a', 'first', 'no']);
    },
  },
  {
    name: 'no key may be put twice, nor put and deleted, in one branch',
    async run(hand) {
      const [put, other] = [hand.putOp('a'), hand.putOp('b')];
      const range: RequestOp = { type: 'delete-range', request: { key: hand.key('a'), rangeEnd: hand.key('c') } };
      const within = (operations: RequestOp[]): RequestOp => ({
        type: 'txn',
        request: { compare: [], success: operations, failure: [] },
      });
      await refused(run(hand, [put, put]), 'duplicate-key');
      await refused(run(hand, [put, hand.deleteOp('a')]), 'duplicate-key');
      await refused(run(hand, [range, other]), 'duplicate-key');
      await refused(run(hand, [put, within([put])]), 'duplicate-key');
      await refused(run(hand, [], [put, put]), 'duplicate-key');
      await run(hand, [put], [put]);
      await run(hand, [hand.deleteOp('a'), range]);
      assert.equal(await hand.names(), []);
    },
  },
  {
    name: 'at most 128 compares and 128 operations',
    async run(hand) {
      const puts = Array.from({ length: 129 }, (_, i) => hand.putOp(String(i)));
      await refused(run(hand, puts), 'too-many-operations');
      await refused(run(hand, [], puts), 'too-many-operations');
      const compare: Compare = { key: hand.key('a'), target: 'version', result: 'equal', value: 0 };
      await refused(run(hand, [], [], Array(129).fill(compare)), 'too-many-operations');
      await run(hand, puts.slice(1), [], Array(128).fill(compare));
      assert.is((await hand.all({ countOnly: true })).count, 128);
    },
  },
  {
    name: 'what is wrong in a transaction refuses all of it',
    async run(hand) {
      const before = await hand.put('a', '1');
      const put = hand.putOp('b');
      const empty = utf8('');
      await refused(run(hand, [put, hand.rangeOp('a', before + 5)]), 'future-revision');
      await refused(run(hand, [put, hand.putOp('c', '', 123456789n)]), 'lease-not-found');
      await refused(run(hand, [put, { type: 'put', request: { key: empty, value: empty } }]), 'key-required');
      await refused(run(hand, [put, { type: 'range', request: { key: empty } }]), 'key-required');
      await refused(run(hand, [put, { type: 'delete-range', request: { key: empty } }]), 'key-required');
      const compare: Compare = { key: empty, target: 'version', result: 'equal', value: 0 };
      await refused(run(hand, [put], [], [compare]), 'key-required');
      await refused(
        run(hand, [{ type: 'put', request: { key: hand.key('n'), value: empty, ignoreValue: true } }]),
        'key-not-found',
      );
      assert.equal([await hand.names(), await hand.revision()], [['a'], before]);
    },
  },
  {
    name: 'a put within a transaction gives the previous key where it is asked for',
    async run(hand) {
      await hand.put('a', '1');
      const put: RequestOp = { type: 'put', request: { key: hand.key('a'), value: utf8('2'), prevKv: true } };
      const [{ response }] = (await run(hand, [put])).responses;
      assert.is(present('prevKv' in response ? response.prevKv : undefined).version, 1);
    },
  },
];
