/**
 * A run of the deterministic world as plain data: it can be generated, replayed, shrunk and printed.
 *
 *     at 120  partition n1 n2 | n3 n4 n5
 *     at 131  propose "v7" to whoever leads
 *     at 140  n3 crashes before it sends
 *     the 2nd AppendEntries n1 → n2 is lost
 *
 * Times are milliseconds of virtual time; a server's clock ticks every {@link tickMs} of them unless it drifts.
 */
import { show } from '../../judge/show.ts';
import { type KvInput, kvModel } from '../../oracles/kv-model.ts';
import type { CrashPoint } from './cluster.ts';
import { nameOf } from './message.ts';

export const tickMs = 10;

export interface Plan {
  servers: number;
  /** Feeds what the servers draw themselves, and the fates of messages where those are not listed. */
  seed: number;
  events: PlannedEvent[];
  /** What becomes of single messages. Where it is left out, it is drawn from the seed and the weather. */
  fates?: Fate[];
  /** From here on nothing goes wrong any more. */
  calmAt: number;
}

export type PlannedEvent = { at: number } & (
  | { kind: 'crash'; server: number; before?: CrashPoint }
  | { kind: 'restart'; server: number }
  /** One way only. */
  | { kind: 'cut'; from: number; to: number }
  | { kind: 'partition'; sides: number[][] }
  | { kind: 'heal' }
  /** For all messages from here on; `loss` and `repeat` are probabilities. */
  | { kind: 'weather'; loss: number; repeat: number; delayMs: [min: number, max: number] }
  /** The server does nothing for a while, and what comes in waits. */
  | { kind: 'pause'; server: number; ms: number }
  /** Persisting takes so long from here on. */
  | { kind: 'disk'; server: number; ms: number }
  /** The server's clock ticks every so many milliseconds from here on. */
  | { kind: 'clock'; server: number; ms: number }
  /** To every server that believes to lead, or to one. */
  | { kind: 'propose'; value: string; server?: number }
  | { kind: 'read'; server: number }
  | { kind: 'compact'; server: number }
  | { kind: 'transfer'; to: number }
  | { kind: 'config'; change: 'add' | 'remove'; server: number }
  // What follows befalls whole replicas only, since it takes a disk or a client.
  /** The process dies; with `write`, in the middle of its so manyth disk write from now. */
  | { kind: 'kill'; server: number; write?: number }
  /** The machine dies: of what was not synced, the outcome of that number survives; 0 for nothing of it. */
  | { kind: 'power'; server: number; kept: number; write?: number }
  | { kind: 'sync'; server: number }
  | { kind: 'full'; server: number; bytes: number }
  /** A client asks for something, at this server first. */
  | { kind: 'ask'; client: string; server: number; input: KvInput }
);

/** What becomes of one message. Without one, it arrives after a millisecond, once. */
export interface Fate {
  from: number;
  to: number;
  type: string;
  /** The how manyth of its type on this way, from 1 on. */
  nth: number;
  /** When each copy arrives, in milliseconds; none for a message that is lost. */
  delaysMs: number[];
}

/** Whether it makes trouble, rather than ending some or asking for something. */
export function isFault({ kind }: PlannedEvent): boolean {
  return faultKinds.has(kind);
}

const faultKinds: ReadonlySet<PlannedEvent['kind']> = new Set([
  'crash',
  'cut',
  'partition',
  'weather',
  'pause',
  'disk',
  'clock',
  'kill',
  'power',
  'sync',
  'full',
]);

export function eventInWords(event: PlannedEvent): string {
  switch (event.kind) {
    case 'crash':
      return `${nameOf(event.server)} crashes${event.before ? ` before its next ${event.before}` : ''}`;
    case 'restart':
      return `${nameOf(event.server)} restarts`;
    case 'cut':
      return `nothing passes from ${nameOf(event.from)} to ${nameOf(event.to)}`;
    case 'partition':
      return `partition ${event.sides.map((side) => side.map(nameOf).join(' ')).join(' | ')}`;
    case 'heal':
      return 'all links heal';
    case 'weather':
      return weatherInWords(event.loss, event.repeat, event.delayMs);
    case 'pause':
      return `${nameOf(event.server)} stands still for ${event.ms} ms`;
    case 'disk':
      return `${nameOf(event.server)} takes ${event.ms} ms to persist`;
    case 'clock':
      return `the clock of ${nameOf(event.server)} ticks every ${event.ms} ms`;
    case 'propose':
      return `propose ${show(event.value)} to ${event.server ? nameOf(event.server) : 'whoever leads'}`;
    case 'read':
      return `a read at ${nameOf(event.server)}`;
    case 'compact':
      return `${nameOf(event.server)} takes a snapshot`;
    case 'transfer':
      return `the leader hands over to ${nameOf(event.to)}`;
    case 'config':
      return `${event.change} ${nameOf(event.server)}`;
    case 'kill':
      return `${nameOf(event.server)} is killed${inTheMiddleOf(event.write)}`;
    case 'power':
      return `${nameOf(event.server)} loses power${inTheMiddleOf(event.write)}${keptInWords(event.kept)}`;
    case 'sync':
      return `the next sync of ${nameOf(event.server)} fails`;
    case 'full':
      return `the disk of ${nameOf(event.server)} has room for ${event.bytes} bytes more`;
    case 'ask':
      return `${event.client} asks ${nameOf(event.server)} for ${kvModel.inWords(event.input, undefined)}`;
  }
}

function inTheMiddleOf(write: number | undefined): string {
  return write === undefined ? '' : `, in the middle of disk write ${write} from here`;
}

function keptInWords(kept: number): string {
  return kept === 0 ? '; nothing unsynced survives' : `; outcome ${kept} of what may survive unsynced`;
}

function weatherInWords(loss: number, repeat: number, [min, max]: [number, number]): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return `messages take ${min} to ${max} ms, ${percent(loss)} are lost, ${percent(repeat)} repeated`;
}

export function fateInWords({ from, to, type, nth, delaysMs }: Fate): string {
  const message = `${type} ${nth} from ${nameOf(from)} to ${nameOf(to)}`;
  if (delaysMs.length === 0) return `${message} is lost`;
  return delaysMs.length === 1
    ? `${message} takes ${delaysMs[0]} ms`
    : `${message} arrives ${delaysMs.length} times, after ${delaysMs.join(' and ')} ms`;
}

/** The plan as steps of a report. */
export function planInWords({ servers, events, fates = [] }: Plan): string[] {
  const steps = [...events.map((event) => `at ${event.at} ms ${eventInWords(event)}`), ...fates.map(fateInWords)];
  const start = `${servers} servers start`;
  return steps.length > 0 ? [start, ...steps] : [start, 'nothing goes wrong'];
}
