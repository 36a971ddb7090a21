/**
 * Strict serializability, where every answer says its revision: the order of the operations is known, and only has to be
 * checked.
 *
 *     revision 7   put a                  made by c1's put
 *              7   range a, delete x      saw 7, changed nothing: between revision 7 and 8
 *     revision 8   delete a, delete b     made by nobody who was answered: by a call without an answer, or a lease's end
 *
 * 1. Every revision is explained by one operation, done to a model in this order, and gives just these events and this
 *    answer. What changed nothing gives this answer there.
 * 2. The order fits the clock: nothing shows before it was asked for, and what was answered shows to all who ask later.
 */
import type * as etcd from '#kit/etcd/api.ts';
import { show } from '../judge/show.ts';
import { eventInWords } from './chronicle.ts';
import { breakEtcdRule } from './etcd-rules.ts';
import type { EtcdOperation, Revision, Story } from './etcd-story.ts';
import { createLeaseTimes } from './lease-times.ts';
import { createMvccModel, type MvccModel } from './mvcc-model.ts';
import { checkRealTime } from './real-time.ts';

/**
 * @param story of a run at whose end there are no leases
 * @throws {EtcdRuleBroken}
 */
export function checkStrictSerializability(story: Story): void {
  const model = createMvccModel(() => true);
  const { makers, onlookers } = sortOut(story.operations);
  const unanswered = story.operations.filter(({ answer }) => !answer);
  const made: { revision: number; operation?: EtcdOperation }[] = [];
  const leases = createLeaseTimes(story.operations);
  checkOnlookers(model, onlookers.get(1));
  for (const revision of story.revisions) {
    if (revision.revision !== model.revision() + 1) lost(model.revision() + 1, makers);
    const operation =
      makers.get(revision.revision) ?? explain(model, revision, unanswered, onlookers.get(revision.revision), leases);
    redo(model, revision, operation);
    made.push({ revision: revision.revision, operation });
    checkOnlookers(model, onlookers.get(revision.revision));
  }
  checkNoneLeft(model);
  for (const revision of [...makers.keys(), ...onlookers.keys()]) {
    if (revision > model.revision()) lost(revision, makers);
  }
  checkRealTime(story, made);
}

/** Who was answered: by the revision that they made, or the one that they saw. */
function sortOut(operations: readonly EtcdOperation[]) {
  const makers = new Map<number, EtcdOperation>();
  const onlookers = new Map<number, EtcdOperation[]>();
  for (const operation of operations) {
    const { response } = operation.answer ?? {};
    if (!response) continue;
    const { revision } = response.header;
    if (!hasChanged(operation, response)) {
      onlookers.set(revision, [...(onlookers.get(revision) ?? []), operation]);
      continue;
    }
    const other = makers.get(revision);
    if (other) wrong(`both ${other.words} and ${operation.words} are told that they made revision ${revision}`);
    makers.set(revision, operation);
  }
  return { makers, onlookers };
}

function hasChanged({ ask }: EtcdOperation, response: unknown): boolean {
  if (ask.type === 'put') return true;
  if (ask.type === 'delete-range') return (response as etcd.DeleteRangeResponse).deleted > 0;
  return ask.type === 'txn' && hasTxnChanged(response as etcd.TxnResponse);
}

function hasTxnChanged({ responses }: etcd.TxnResponse): boolean {
  return responses.some(
    (each) =>
      each.type === 'put' ||
      (each.type === 'delete-range' && each.response.deleted > 0) ||
      (each.type === 'txn' && hasTxnChanged(each.response)),
  );
}

function lost(revision: number, makers: Map<number, EtcdOperation>): never {
  const maker = makers.get(revision);
  return wrong(
    maker
      ? `${maker.words} was answered, and what it did is nowhere`
      : `nobody ever tells of revision ${revision}, and there are later ones`,
  );
}

/** Finds out who made a revision that nobody was answered for; a lease that ended is nobody. */
function explain(
  model: MvccModel,
  { revision, events, seenAt, seenMs }: Revision,
  unanswered: readonly EtcdOperation[],
  onlookers: readonly EtcdOperation[] = [],
  leases: ReturnType<typeof createLeaseTimes>,
): EtcdOperation | undefined {
  const maker = unanswered.find((operation) => operation.invokedAt < seenAt && couldMake(operation, events, model));
  if (maker) return maker;
  const lease = leaseThatEnded(model, events);
  if (lease === undefined) {
    wrong(`revision ${revision}, ${events.map(eventInWords).join(', ')}, is what nobody asked for`);
  }
  const isRevoke = ({ ask }: EtcdOperation) => ask.type === 'lease-revoke' && ask.id === lease;
  const revoke = [...onlookers, ...unanswered].find((each) => isRevoke(each) && each.invokedAt < seenAt);
  if (!revoke) leases.checkEnd(lease, revision, seenMs);
  return undefined;
}

/** Whether the events look like the operation's: every value that is put is written by one operation only. */
function couldMake({ ask }: EtcdOperation, events: readonly etcd.Event[], model: MvccModel): boolean {
  const put = events.find(({ type }) => type === 'put');
  if (ask.type === 'put')
    return put !== undefined && events.length === 1 && show(put.kv.value) === show(ask.request.value);
  if (ask.type === 'txn') return put !== undefined && valuesIn(ask.request).includes(show(put.kv.value));
  if (ask.type !== 'delete-range' || put) return false;
  const there = model.range({ key: ask.request.key, rangeEnd: ask.request.rangeEnd }).kvs;
  return show(there.map(({ key }) => key)) === show(events.map(({ kv }) => kv.key));
}

/** All that a transaction may put. */
function valuesIn({ success, failure }: etcd.TxnRequest): string[] {
  return [...success, ...failure].flatMap((each) => {
    if (each.type === 'put') return [show(each.request.value)];
    return each.type === 'txn' ? valuesIn(each.request) : [];
  });
}

/** The lease whose keys are just those that are deleted, in their order. */
function leaseThatEnded(model: MvccModel, events: readonly etcd.Event[]): bigint | undefined {
  const { kvs } = model.range({ key: new Uint8Array(1), rangeEnd: new Uint8Array(1) });
  const lease = kvs.find(({ key }) => show(key) === show(events[0].kv.key))?.lease;
  if (!lease) return undefined;
  const keys = kvs.filter((kv) => kv.lease === lease).map(({ key }) => key);
  return show(keys) === show(events.map(({ kv }) => kv.key)) ? lease : undefined;
}

/** Does to the model what made the revision, and compares. */
function redo(model: MvccModel, { revision, events }: Revision, operation: EtcdOperation | undefined): void {
  const expected = operation ? perform(model, operation) : deleteAll(model, events);
  const is = operation ? operation.words : `the end of a lease`;
  const change = model.revision() === revision ? model.changes(revision)[0].events : [];
  compare(`the events of revision ${revision}, made by ${is},`, events.map(eventInWords), change.map(eventInWords));
  if (operation?.answer) compare(`the answer to ${is}`, withoutSender(operation.answer.response), expected);
}

function deleteAll(model: MvccModel, events: readonly etcd.Event[]): unknown {
  const success = events.map(({ kv }): etcd.RequestOp => ({ type: 'delete-range', request: { key: kv.key } }));
  return model.txn({ compare: [], success, failure: [] });
}

function perform(model: MvccModel, { ask, answer }: EtcdOperation): unknown {
  switch (ask.type) {
    case 'put':
      return model.put(ask.request);
    case 'delete-range':
      return model.deleteRange(ask.request);
    case 'txn':
      return model.txn(ask.request);
    case 'range':
      return model.range(ask.request);
    default:
      return withoutSender(answer?.response);
  }
}

/** What changed nothing must be answered as of this revision. */
function checkOnlookers(model: MvccModel, operations: readonly EtcdOperation[] = []): void {
  for (const operation of operations) {
    const before = model.revision();
    compare(`the answer to ${operation.words}`, withoutSender(operation.answer!.response), perform(model, operation));
    if (model.revision() !== before)
      wrong(`${operation.words} is told of revision ${before}, and did change something`);
    if (operation.ask.type === 'lease-revoke') checkGone(model, operation.ask.id, operation.words);
  }
}

/** In the end, when there are no leases any more, no key has one. */
function checkNoneLeft(model: MvccModel): void {
  const { kvs } = model.range({ key: new Uint8Array(1), rangeEnd: new Uint8Array(1) });
  const left = kvs.find(({ lease }) => lease !== 0n);
  if (left) wrong(`lease ${left.lease} is gone, and its key ${show(left.key)} is still there`);
}

/** A revoked lease takes its keys with it. */
function checkGone(model: MvccModel, lease: bigint, words: string): void {
  const { kvs } = model.range({ key: new Uint8Array(1), rangeEnd: new Uint8Array(1) });
  const left = kvs.find((kv) => kv.lease === lease);
  if (left) wrong(`after ${words} there is still the key ${show(left.key)}, which has this lease`);
}

/** Only the revision of a header counts here. */
function withoutSender(response: { header: { revision: number } } | undefined): unknown {
  return response && { ...response, header: { revision: response.header.revision } };
}

function compare(what: string, actual: unknown, expected: unknown): void {
  if (show(actual) !== show(expected)) wrong(`${what} is ${show(actual)}, and should be ${show(expected)}`);
}

function wrong(message: string): never {
  return breakEtcdRule('strict serializability', message);
}
