/**
 * Whether a request makes sense at all, whatever the store holds. A server asks this before it proposes anything.
 *
 *     put("", "1")                          key-required
 *     put("a", "1", ignoreValue)            value-provided: keep the old value, or set a new one?
 */
import type { KeySelection, PutRequest } from '#kit/etcd/api.ts';
import { etcdFailure } from '#kit/etcd/errors.ts';

/** @throws {Failure} `key-required` */
export function checkKey({ key }: KeySelection): void {
  //: todo 4.1 Refuse a key without a byte.
  if (key.length === 0) throw etcdFailure('key-required');
  //: end
}

/** @throws {Failure} `key-required`, then `value-provided`, then `lease-provided` */
export function checkPut(request: PutRequest): void {
  //: todo 4.1 Refuse a put without a key, and one that both sets and keeps the value or the lease.
  checkKey(request);
  const { value, lease = 0n, ignoreValue, ignoreLease } = request;
  if (ignoreValue && value.length > 0) throw etcdFailure('value-provided');
  if (ignoreLease && lease !== 0n) throw etcdFailure('lease-provided');
  //: end
}
