// Goal: a body is the object that its sender meant, or is refused. Method: what kubectl sends, and random bytes.
import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { utf8 } from '../lessons/kit/bytes.ts';
import { codeOf } from '../lessons/kit/failure.ts';
import { decodeBody } from '../lessons/kit/kubernetes/bodies.ts';
import { depthMax, readJson } from '../lessons/kit/kubernetes/read-json.ts';
import { refusal } from './kubernetes/parts.ts';

test('JSON is read with its duplicates noted and its depth limited', () => {
  const read = (text: string) => readJson(utf8(text));
  assert.equal(read('{"a":{"b":[{"c":1},{"c":"x,{","d":2,"c":3}]},"a":1}').duplicates, ['a.b[1].c', 'a']);
  assert.equal(read('{"a\\"b":1,"a":"\\\\","c":{"a":1}}').duplicates, []);
  assert.is(
    refusal(() => read('['.repeat(1_000_000))),
    'BadRequest',
  );
  assert.is(
    refusal(() => read('{"a":')),
    'BadRequest',
  );
  assert.equal(read(`${'['.repeat(depthMax)}${']'.repeat(depthMax)}`).duplicates, []);
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      assert.equal(read(JSON.stringify(value)).value, JSON.parse(JSON.stringify(value))),
    ),
  );
});

test('no body does more than be refused', () => {
  const types = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
  const magic = [0x6b, 0x38, 0x73, 0];
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.boolean(), fc.uint8Array({ maxLength: 200 }), (type, isMarked, bytes) => {
      const body = Uint8Array.from(isMarked ? [...magic, ...bytes] : bytes);
      try {
        decodeBody(type, body);
      } catch (error) {
        assert.is(codeOf(error), 'BadRequest', String(error));
      }
    }),
    { numRuns: 2000 },
  );
  assert.is(
    refusal(() => decodeBody('text/plain', utf8('x'))),
    'UnsupportedMediaType',
  );
  const bomb = ['a: &a [x,x]', ...'bcdefghijklmnop'].map((c, i) =>
    i === 0
      ? c
      : `${c}: &${c} [*${i > 1 ? 'abcdefghijklmnop'[i - 1] : 'a'},*${i > 1 ? 'abcdefghijklmnop'[i - 1] : 'a'}]`,
  );
  assert.is(
    refusal(() => decodeBody('application/yaml', utf8(bomb.join('\n')))),
    'BadRequest',
  );
  assert.equal(decodeBody('application/apply-patch+yaml; charset=utf-8', utf8('a:\n- b: 1')).value, { a: [{ b: 1 }] });
  assert.equal(decodeBody(undefined, utf8('{"a":1}')).value, { a: 1 });
});

test('a protobuf body is the object that JSON would have been', () => {
  // What kubectl 1.32 sends for `kubectl create configmap hex --from-literal=a=bc`.
  const envelope = '6b387300' + '0a0f0a0276311209436f6e6669674d6170' + '121e';
  const body = '0a130a0368657812001a0022002a0032003800420012070a0161120262631a002200';
  const { value } = decodeBody('application/vnd.kubernetes.protobuf', Buffer.from(envelope + body, 'hex'));
  assert.equal(value, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'hex' }, data: { a: 'bc' } });
  const cut = Buffer.from(envelope + body.slice(0, 40), 'hex');
  assert.is(
    refusal(() => decodeBody('application/vnd.kubernetes.protobuf', cut)),
    'BadRequest',
  );
});

test.run();
