/**
 * Writes down a run of bare servers as a {@link Recording}. Only the run that a report shows is recorded.
 */
import type { Message } from '#raft/message.ts';
import type { Belief, EventKind, RecordedEvent, Recording, SentMessage } from '../recording.ts';
import type { CrashPoint } from './cluster.ts';
import { messageInWords, nameOf } from './message.ts';
import type { PlannedEvent } from './plan.ts';

export interface Beginning {
  at: number;
  kind: 'message' | 'timer' | PlannedEvent['kind'];
  words: string;
  server?: number;
  message?: number;
  /** Nobody else's beliefs can change in the event. */
  isOwnAffair?: boolean;
}

export interface Recorder {
  readonly recording: Recording;
  /** @param believes what a server believes now */
  start(ids: readonly number[], believes: (id: number) => Belief): void;
  begin(beginning: Beginning): void;
  sent(number: number, message: Message, lost?: 'cut' | 'lost'): void;
  /** The message found its receiver down. */
  missed(number: number): void;
  /** The message was lost on its way. */
  lost(number: number): void;
  /** A server died in the middle of the event. */
  died(id: number, before: CrashPoint): void;
  /** A client was told something because of the event. @param at where that has a place of its own in the run */
  answered(words: string, at?: number): void;
  /** @param cuts the links that are cut now, as `n1>n2` */
  end(cuts: string[]): void;
  /** The run ended here, for the reason that the words give. */
  broke(at: number, words: string): void;
}

const kinds: Partial<Record<Beginning['kind'], EventKind>> = {
  message: 'message',
  timer: 'timer',
  crash: 'crash',
  restart: 'restart',
  cut: 'network',
  partition: 'network',
  heal: 'network',
  weather: 'network',
  pause: 'fault',
  disk: 'fault',
  clock: 'fault',
  kill: 'crash',
  power: 'crash',
  sync: 'fault',
  full: 'fault',
};

export function createRecorder(unit: Recording['unit'] = 'ms'): Recorder {
  const recording: Recording = { nodes: [], unit, before: {}, events: [] };
  const last: Record<string, string> = {};
  const roles: Record<string, string> = {};
  const sentByNumber = new Map<number, SentMessage>();
  let current: RecordedEvent | undefined;
  /** What else happened in the current event. */
  const also: RecordedEvent[] = [];
  let servers: readonly number[] = [];
  let beliefOf: (id: number) => Belief;
  let touched: readonly number[] = [];
  let lastCuts = '';
  // What servers say at the very start has no event of its own yet.
  const early: SentMessage[] = [];

  /** What has changed since it was last asked. */
  function changes(among: readonly number[]): Record<string, Belief> {
    const changed: Record<string, Belief> = {};
    for (const id of among) {
      const belief = beliefOf(id);
      const key = JSON.stringify(belief);
      if (last[id] === key) continue;
      last[id] = key;
      roles[nameOf(id)] = belief.role;
      changed[nameOf(id)] = belief;
    }
    return changed;
  }

  function close(cuts?: string[]): void {
    const event = current!;
    const roleBefore = roles[event.node ?? ''];
    current = undefined;
    event.beliefs = changes(touched);
    if (cuts && cuts.join() !== lastCuts) {
      lastCuts = cuts.join();
      event.cuts = cuts;
    }
    // A tick that a script asks for may be the point, even where nothing comes of it.
    const isIdle = unit === 'ms' && event.kind === 'timer' && isWithoutEffect(event);
    if (event.kind === 'timer') event.words = timerInWords(event, roleBefore);
    if (!isIdle) recording.events.push(event);
    recording.events.push(...also.splice(0));
  }

  return {
    recording,
    start(ids, believes) {
      [servers, beliefOf] = [ids, believes];
      recording.nodes = ids.map(nameOf);
      recording.before = changes(servers);
    },
    begin({ at, kind, words, server, message, isOwnAffair }) {
      touched = isOwnAffair && server !== undefined ? [server] : servers;
      current = {
        at,
        kind: kinds[kind] ?? 'client',
        words,
        sent: early.splice(0),
        beliefs: {},
        ...(server !== undefined && { node: nameOf(server) }),
        ...(message !== undefined && { message }),
      };
    },
    sent(number, message, lost) {
      const sent: SentMessage = {
        message: number,
        from: nameOf(message.from),
        to: nameOf(message.to),
        words: messageInWords(message),
        ...kindOf(message),
        ...(lost && { lost }),
      };
      sentByNumber.set(number, sent);
      (current?.sent ?? early).push(sent);
    },
    missed(number) {
      const sent = sentByNumber.get(number);
      if (sent) sent.lost = 'down';
    },
    died(id, before) {
      const words = `${nameOf(id)} crashes before it ${crashWords[before]}`;
      also.push({ at: current?.at ?? 0, kind: 'crash', node: nameOf(id), words, sent: [], beliefs: {} });
    },
    answered(words, at = current?.at ?? 0) {
      also.push({ at, kind: 'client', words, sent: [], beliefs: {} });
    },
    end: close,
    lost(number) {
      const sent = sentByNumber.get(number);
      if (sent) sent.lost = 'lost';
    },
    broke(at, words) {
      if (current) close();
      recording.events.push({ at, kind: 'violation', words, sent: [], beliefs: {} });
    },
  };
}

function isWithoutEffect({ sent, beliefs }: RecordedEvent): boolean {
  return sent.length === 0 && Object.keys(beliefs).length === 0;
}

/** What a server does because of the time; its clock by itself says nothing. */
function timerInWords({ node, beliefs, sent, words }: RecordedEvent, roleBefore: string | undefined): string {
  const belief = beliefs[node!];
  if (belief?.role === 'candidate') return `${node} holds an election for term ${belief.term}`;
  if (belief?.role === 'pre-candidate') return `${node} asks whether it could win an election`;
  if (belief?.role === 'follower' && roleBefore === 'leader') return `${node} steps down`;
  if (sent.some(({ type }) => type === 'heartbeat')) return `${node} sends heartbeats`;
  return sent.length > 0 ? `${node} sends ${sent[0].words}` : words;
}

const crashWords: Record<CrashPoint, string> = {
  persist: 'persists',
  send: 'sends',
  apply: 'applies',
  advance: 'goes on',
};

function kindOf(message: Message): Pick<SentMessage, 'type' | 'isReply'> {
  const isReply = message.type.endsWith('Response');
  if (message.type.includes('Vote')) return { type: 'vote', isReply };
  if (message.type.startsWith('Heartbeat')) return { type: 'heartbeat', isReply };
  if (message.type.startsWith('Append')) return { type: 'append', isReply };
  if (message.type.startsWith('InstallSnapshot')) return { type: 'snapshot', isReply };
  return { type: 'other', isReply };
}
