/**
 * The store and the watch, side by side.
 *
 *     ── m1's store, as of revision 5 ──────────  ── watch at m1 ───────────
 *       key   value  create  mod  version  lease    4  put     a = v2  was v1
 *       a     v2          2    4        2            5  delete  b       was v3
 *       lock  held        6    6        1  7 s
 */
import { text } from '#kit/bytes.ts';
import type { Event, KeyValue } from '#kit/etcd/api.ts';
import { style } from '../../cli/terminal/colour.ts';
import { neutral } from '../../cli/terminal/neutral.ts';
import { padEnd, padStart } from '../../cli/terminal/width.ts';
import { shorten, wrap } from '../../cli/terminal/wrap.ts';
import { rule } from '../../play/rule.ts';
import { nameOf } from './members.ts';
import type { Show } from './show.ts';

const storeWidth = 46;
const gap = 2;

/** @returns `height` lines */
export function drawPanes(show: Show, chosen: number, width: number, height: number): string[] {
  const left = Math.min(storeWidth, Math.floor(width * 0.6));
  const right = width - left - gap;
  const store = [rule(storeTitle(show, chosen), left), ...drawStore(show, left, height - 1)];
  const watch = [rule(watchTitle(show), right), ...drawWatch(show, right, height - 1)];
  return Array.from({ length: height }, (_, i) => `${padEnd(store[i] ?? '', left + gap)}${watch[i] ?? ''}`.trimEnd());
}

function storeTitle(show: Show, chosen: number): string {
  const { asOf } = show.store();
  const whose = `the store of ${nameOf(chosen)}`;
  return asOf === 0 ? `${whose} now` : `${whose} as of revision ${asOf}`;
}

export function drawStore(show: Show, width: number, most: number): string[] {
  const { kvs, refusal } = show.store();
  if (refusal !== undefined) return wrap(refusal, width - 2).map((line) => `  ${style.warning(line)}`);
  if (kvs.length === 0) return [style.quiet('  no keys')];
  const head = style.quiet('  key   value   create   mod  version  lease');
  const lines = kvs.map((kv) => shorten(drawKey(kv, show), width));
  const shown = lines.length < most ? lines : [...lines.slice(0, most - 2), style.quiet(`  … ${lines.length} keys`)];
  return [head, ...shown];
}

function drawKey({ key, value, createRevision, modRevision, version, lease }: KeyValue, show: Show): string {
  const cells = [padEnd(words(key), 5), padEnd(words(value), 6)];
  const numbers = [padStart(String(createRevision), 7), padStart(String(modRevision), 6), padStart(String(version), 9)];
  const line = `  ${cells.join(' ')} ${numbers.join('')}`;
  return lease === 0n ? line : `${line}  ${leaseInWords(lease, show)}`;
}

function leaseInWords(id: bigint, { lease }: Show): string {
  if (lease.id() !== id) return style.quiet('another');
  const left = Math.ceil(lease.left());
  return left > 0 ? style.warning(`${left} s`) : style.bad('over');
}

function watchTitle({ watcher }: Show): string {
  if (watcher.at() === 0) return 'no watch';
  return `watch at ${nameOf(watcher.at())}${watcher.isAsleep() ? ', asleep' : ''}`;
}

/** The newest at the bottom. The revision stands at the first of its events. */
export function drawWatch({ watcher }: Show, width: number, most: number): string[] {
  const { events } = watcher;
  if (events.length === 0) return [style.quiet(watcher.at() === 0 ? '' : '  no events yet')];
  const lines = events.map((event, i) => drawEvent(event, events[i - 1]));
  return lines.slice(-most).map((line) => shorten(line, width));
}

function drawEvent({ type, kv, prevKv }: Event, before: Event | undefined): string {
  const isSame = before?.kv.modRevision === kv.modRevision;
  const revision = padStart(isSame ? '' : String(kv.modRevision), 5);
  const what = type === 'put' ? style.good('put   ') : style.bad('delete');
  const now = type === 'put' ? `${words(kv.key)} = ${words(kv.value)}` : words(kv.key);
  const was = prevKv ? style.quiet(` was ${words(prevKv.value)}`) : '';
  return `${revision}  ${what}  ${padEnd(now, 10)}${was}`.trimEnd();
}

function words(bytes: Uint8Array): string {
  return neutral(text(bytes));
}
