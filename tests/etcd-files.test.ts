// Goal: what etcd reads and writes as bytes is what we read and write. Method: messages against another protobuf library
// with etcd's own description, as npm's etcd3 has it; database files at every size, and with every kind of damage.
import { join } from 'node:path';
import { loadSync } from '@grpc/proto-loader';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compareBytes, concatBytes, utf8 } from '../lessons/kit/bytes.ts';
import { type Pair, readDatabase, writeDatabase } from '../lessons/kit/etcd/database-file.ts';
import * as kv from '../lessons/kit/etcd/messages.ts';
import type { Codec } from '../lessons/kit/etcd/protobuf.ts';
import { watchRequest } from '../lessons/kit/etcd/watch-messages.ts';
import { codeOf } from '../lessons/kit/failure.ts';
import { createRandom, type Random } from '../lessons/kit/random.ts';

const folder = join(import.meta.dirname, '..', 'node_modules', 'etcd3', 'proto');
const services = loadSync(join(folder, 'rpc.proto'), { longs: String, enums: Number, defaults: true, keepCase: true });

interface Described {
  requestSerialize(value: unknown): Buffer;
  requestDeserialize(bytes: Buffer): Record<string, unknown>;
}

function described(service: string, method: string): Described {
  return (services[`etcdserverpb.${service}`] as unknown as Record<string, Described>)[method];
}

/** That both libraries read what the other has written. */
function agree<T>(codec: Codec<T>, value: T, { requestSerialize, requestDeserialize }: Described): void {
  const ours = codec.encode(value);
  const again = requestSerialize(requestDeserialize(Buffer.from(ours)));
  assert.equal(codec.decode(new Uint8Array(again)), codec.decode(ours));
  assert.equal(codec.decode(ours), codec.decode(codec.encode(codec.decode(ours))));
}

const someBytes = (random: Random) => Uint8Array.from({ length: random.integer(1, 200) }, () => random.integer(0, 255));
const someNumber = (random: Random) =>
  [0, 1, 127, 128, 16_384, 2 ** 31, 2 ** 32, 2 ** 35, 2 ** 53 - 1, -1, -(2 ** 40), random.integer(0, 2 ** 40)][
    random.integer(0, 11)
  ];
const someId = (random: Random) => BigInt.asUintN(63, BigInt(random.integer(0, 2 ** 31)) * 4_294_967_311n);

test('requests of keys and values mean the same in both', () => {
  const random = createRandom(3);
  for (let i = 0; i < 300; i++) {
    const [key, value, rangeEnd] = [someBytes(random), someBytes(random), someBytes(random)];
    agree(kv.putRequest, { key, value, lease: someId(random), prevKv: i % 2 === 0 }, described('KV', 'Put'));
    const range = { key, rangeEnd, limit: someNumber(random), revision: someNumber(random), maxCreateRevision: i };
    agree(kv.rangeRequest, { ...range, sortOrder: 'descend', sortTarget: 'mod' }, described('KV', 'Range'));
    agree(
      kv.txnRequest,
      {
        compare: [
          { key, rangeEnd, target: 'lease', result: 'greater', value: someId(random) },
          { key, target: 'value', result: 'not-equal', value },
          { key, target: 'mod', result: 'less', value: Math.abs(someNumber(random)) },
        ],
        success: [{ type: 'put', request: { key, value } }],
        failure: [{ type: 'txn', request: { compare: [], success: [{ type: 'range', request: range }], failure: [] } }],
      },
      described('KV', 'Txn'),
    );
    const watch = { key, rangeEnd, startRevision: i, filters: ['no-put', 'no-delete'] as ['no-put', 'no-delete'] };
    agree(watchRequest, { type: 'create', request: watch }, described('Watch', 'Watch'));
    agree(watchRequest, { type: 'cancel', watchId: i }, described('Watch', 'Watch'));
  }
});

test('bytes that are no message are refused, and never looped over', () => {
  const random = createRandom(4);
  let refused = 0;
  for (let i = 0; i < 5000; i++) {
    const bytes = someBytes(random);
    try {
      kv.txnRequest.decode(bytes);
    } catch (thrown) {
      refused++;
      assert.ok(['malformed', 'key-not-found'].includes(codeOf(thrown) ?? ''), String(thrown));
    }
  }
  assert.ok(refused > 1000);
});

function somePairs(count: number, random: Random): Pair[] {
  const pairs = Array.from({ length: count }, (_, i): Pair => {
    const value = new Uint8Array(i % 97 === 5 ? 9000 : random.integer(0, 300)).fill(i);
    return [utf8(`key-${String(i * 7).padStart(8, '0')}`), value];
  });
  return pairs.sort(([a], [b]) => compareBytes(a, b));
}

test('a database file of any size gives back what went in', () => {
  const random = createRandom(5);
  for (const count of [0, 1, 2, 20, 500, 20_000]) {
    const buckets = new Map([
      ['key', somePairs(count, random)],
      ['meta', somePairs(1, random)],
      ['empty', []],
    ]);
    const file = writeDatabase(buckets);
    assert.is(file.length % 4096, 0);
    const read = readDatabase(file);
    assert.equal([...read.keys()], ['empty', 'key', 'meta']);
    for (const [name, pairs] of buckets)
      assert.equal(concatBytes(...read.get(name)!.flat()), concatBytes(...pairs.flat()));
  }
});

test('a database file that is cut or altered is refused or read; nothing else happens', () => {
  const file = writeDatabase(new Map([['key', somePairs(200, createRandom(6))]]));
  for (let at = 0; at < file.length; at += 61) {
    const altered = file.slice();
    altered[at] ^= 0xa5;
    for (const bytes of [altered, file.subarray(0, at)]) {
      try {
        readDatabase(bytes);
      } catch (thrown) {
        assert.is(codeOf(thrown), 'damaged', String(thrown));
      }
    }
  }
});

test.run();
