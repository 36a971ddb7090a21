/** Changes and entries, as short as the tests want them. */
import { utf8 } from '#kit/bytes.ts';
import type { KeyValue, Operation } from '#kv-store/store.ts';

export function put(key: string, value: string): Operation & { type: 'put' } {
  return { type: 'put', key: utf8(key), value: utf8(value) };
}

export function entry(key: string, value: string): KeyValue {
  return { key: utf8(key), value: utf8(value) };
}
