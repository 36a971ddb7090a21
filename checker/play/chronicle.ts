/**
 * What has happened, in sentences that can be read aloud. Nodes that do the same one after another share a line:
 *
 *     at 41   n1, n3 and n4 vote for n2 in term 3
 */
export interface ChronicleEvent {
  /** In ticks of the show. */
  at: number;
  words: string;
}

export interface Chronicle {
  /** Oldest first. */
  readonly events: readonly ChronicleEvent[];
  say(words: string): void;
  /** As {@link say}; `one` is what a single node does, `several` what more of them do. */
  does(node: string, one: string, several: string): void;
  /** As {@link say}; takes the place of the last line where that is on the same subject. */
  goesOn(subject: string, words: string): void;
  /** Whether the last line is on this subject. */
  isOn(subject: string): boolean;
}

/** More than any screen shows. */
const eventsKept = 200;

export function createChronicle(now: () => number): Chronicle {
  const events: ChronicleEvent[] = [];
  let subject = '';
  let nodes: string[] = [];

  function write(words: string, about: string): void {
    if (about !== '' && about === subject) events.pop();
    subject = about;
    events.push({ at: now(), words });
    if (events.length > eventsKept) events.shift();
  }

  return {
    events,
    say: (words) => write(words, ''),
    does(node, one, several) {
      nodes = subject === one ? [...new Set([...nodes, node])].sort() : [node];
      write(nodes.length === 1 ? `${node} ${one}` : `${inARow(nodes)} ${several}`, one);
    },
    goesOn: (about, words) => write(words, about),
    isOn: (about) => about === subject,
  };
}

export function inARow(names: readonly string[]): string {
  if (names.length < 2) return names.join();
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
