/** One server in a script of several: the test plays the others, message by message, and sees what it answers. */
import type { Message } from '#raft/message.ts';
import { Rendered, type TestContext } from '../judge/exercise.ts';
import { envelopeInWords } from '../sim/raft/message.ts';
import type { Script } from '../sim/raft/script.ts';

/** What the receiver of a message of the test's own sends because of it. */
export function answersTo(world: Script, message: Message): Message[] {
  return sentDuring(world, message.to, () => world.inject(message));
}

/** What a server sends while something happens. Nothing that was on its way before may be delivered meanwhile. */
export function sentDuring(world: Script, id: number, action: () => void): Message[] {
  const before = world.inFlight({ from: id }).length;
  action();
  return world.inFlight({ from: id }).slice(before);
}

type Of<Type> = Extract<Message, { type: Type }>;

/** Fails unless there is exactly one such message among those, and it says what it must. */
export function expectOne<Type extends Message['type']>(
  t: TestContext,
  messages: Message[],
  expected: Partial<Of<Type>> & { type: Type },
  message: string,
): Of<Type> {
  const found = messages.filter((each) => each.type === expected.type && (expected.to ?? each.to) === each.to);
  // As plain records: comparing the members of the two unions with each other keeps the compiler busy for hours.
  const [given, asked] = [found[0], expected] as unknown as [
    Record<string, unknown> | undefined,
    Record<string, unknown>,
  ];
  const says = (key: string) => given?.[key] === asked[key];
  const isRight = found.length === 1 && Object.keys(expected).every(says);
  if (!isRight) t.fail({ message, expected: wanted(expected), actual: allInWords(messages) });
  return found[0] as Of<Type>;
}

export function expectNone(t: TestContext, messages: Message[], type: Message['type'], message: string): void {
  const found = messages.filter((each) => each.type === type);
  if (found.length > 0) t.fail({ message, expected: new Rendered(`no ${type}`), actual: allInWords(found) });
}

export function allInWords(messages: Message[]): Rendered {
  return new Rendered(messages.length === 0 ? 'nothing is sent' : messages.map(fullyInWords).join('\n'));
}

function wanted({ type, ...fields }: { type: string }): Rendered {
  const words = Object.entries(fields).map(([key, value]) => `${key} ${value}`);
  return new Rendered(`one ${type}${words.length > 0 ? ` with ${words.join(', ')}` : ''}`);
}

/** With the fields that the words of a trace leave out. */
function fullyInWords(message: Message): string {
  if (message.type !== 'AppendEntriesResponse' || message.success) return envelopeInWords(message);
  return `${envelopeInWords(message)} (index ${message.index})`;
}
