/**
 * The judge's own state machine for whole replicas: keys and values as text. It sees to it that all replicas apply the
 * same, each in order, whatever their code makes of an error that it throws: it throws none, and tells.
 */
import { text, utf8 } from '#kit/bytes.ts';
import type { StateMachine } from '#raft/replica.ts';
import { type KvInput, type KvOutput, type KvValue, kvModel } from '../../oracles/kv-model.ts';
import { breakRule } from '../../oracles/raft/rules.ts';
import { nameOf } from '../raft/message.ts';

export interface KvMachine extends StateMachine<KvOutput> {
  get(key: string): KvValue;
  /** The whole state as text. */
  state(): string;
  /** What it has applied or restored last. */
  applied(): number;
}

/** What all machines of a run know together. */
export interface MachineRules {
  /** Index to the command that was applied there first, and by whom. */
  readonly commands: ReadonlyMap<number, { words: string; by: number }>;
  create(id: number): KvMachine;
}

/** The command in which a client asks for something. No two are the same. */
export function commandOf(input: KvInput, number: number): Uint8Array {
  return utf8(JSON.stringify({ number, ...input }));
}

export function commandInWords(command: Uint8Array): string {
  return kvModel.inWords(JSON.parse(text(command)) as KvInput, undefined);
}

/** @param told gets what was thrown, since the code under test may well swallow it */
export function createMachineRules(told: (thrown: unknown) => void): MachineRules {
  const commands = new Map<number, { words: string; by: number }>();
  const states = new Set<string>(['{}']);

  function check(id: number, applied: number, index: number, words: string): void {
    if (index <= applied)
      breakRule('applied in order', `${nameOf(id)} applies entry ${index} after entry ${applied}`, [id], [index]);
    const first = commands.get(index);
    if (first && first.words !== words) {
      const what = `${nameOf(id)} applies ${words} at ${index}, where ${nameOf(first.by)} applied ${first.words}`;
      breakRule('state machine safety', what, [first.by, id], [index]);
    }
    if (!first) commands.set(index, { words, by: id });
  }

  return {
    commands,
    create(id) {
      let values = new Map<string, string>();
      let applied = 0;
      const state = () => JSON.stringify(Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1))));
      return {
        get: (key) => values.get(key) ?? null,
        state,
        applied: () => applied,
        apply(command, index) {
          telling(told, () => check(id, applied, index, commandInWords(command)));
          applied = index;
          return applyTo(values, JSON.parse(text(command)) as KvInput);
        },
        snapshot() {
          states.add(state());
          return utf8(state());
        },
        restore(data) {
          telling(told, () => {
            if (states.has(text(data))) return;
            breakRule('state machine safety', `${nameOf(id)} restores ${text(data)}, which no snapshot ever was`, [id]);
          });
          values = new Map(Object.entries(JSON.parse(text(data))));
        },
      };
    },
  };
}

function telling(told: (thrown: unknown) => void, action: () => void): void {
  try {
    action();
  } catch (thrown) {
    told(thrown);
  }
}

function applyTo(values: Map<string, string>, input: KvInput): KvOutput {
  const { key } = input;
  const previous = values.get(key) ?? null;
  switch (input.type) {
    case 'get':
      return { value: previous };
    case 'put':
      values.set(key, input.value);
      return { previous };
    case 'delete':
      values.delete(key);
      return { previous };
    case 'compare-and-set':
      if (previous === input.expected) values.set(key, input.value);
      return { succeeded: previous === input.expected };
  }
}
