/**
 * What an update does to each of the learner's files. Pure: the three versions go in, the changes come out.
 */
import type { Texts } from '../files.ts';
import { distance, merge } from '../merge.ts';
import { sameText } from '../text.ts';
import { todoCallsIn } from '../todo-calls.ts';

/**
 * - `new`: the newer workbook has a file that the learner has not.
 * - `restored`: the learner has removed it; it comes back as the stub.
 * - `taken`: the learner had not begun; the newer stub replaces the older.
 * - `merged`: the learner's work with what changed in the stub.
 * - `moved`: the same under another path, `from` being the old one.
 * - `conflict`: both changed the same lines. The file stays; `text`, with marks, goes to `.slipway/merge`.
 * - `dropped`: no longer in the workbook, and never begun: removed.
 * - `left`: no longer in the workbook, but the learner's work: it stays.
 */
export type ChangeKind = 'new' | 'restored' | 'taken' | 'merged' | 'moved' | 'conflict' | 'dropped' | 'left';

export interface Change {
  kind: ChangeKind;
  path: string;
  /** What the file becomes; absent where nothing is written. */
  text?: string;
  from?: string;
}

export interface Versions {
  /** What the learner has. */
  mine: Texts;
  /** The newer workbook's stubs. */
  theirs: Texts;
  /** The stubs that the learner's file may have started from, the likeliest first; none for a file of the learner's own. */
  basesOf(path: string): string[];
}

/** The changes, by path. A file that stays as it is has none. */
export function planOf(versions: Versions): Change[] {
  const moves = movesIn(versions);
  const changes = [...versions.theirs.keys()].flatMap((path) => {
    const from = moves.get(path);
    return from === undefined ? changesAt(path, versions) : changesOfMove(from, path, versions);
  });
  const moved = new Set(moves.values());
  const gone = goneFrom(versions).filter((path) => !moved.has(path));
  return [...changes, ...gone.map((path) => changeOfGone(path, versions))].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function changesAt(path: string, { mine, theirs, basesOf }: Versions): Change[] {
  const text = theirs.get(path)!;
  const current = mine.get(path);
  if (current === undefined) return [{ kind: basesOf(path).length > 0 ? 'restored' : 'new', path, text }];
  const base = nearest(basesOf(path), current) ?? '';
  const merged = merge({ base, mine: current, theirs: text });
  if (merged.conflicts > 0) return [{ kind: 'conflict', path, text: merged.text }];
  if (sameText(merged.text, current)) return [];
  return [{ kind: sameText(base, current) ? 'taken' : 'merged', path, text: merged.text }];
}

/** Files that were stubs and are not in the newer workbook. */
function goneFrom({ mine, theirs, basesOf }: Versions): string[] {
  return [...mine.keys()].filter((path) => !theirs.has(path) && basesOf(path).length > 0);
}

function changeOfGone(path: string, { mine, basesOf }: Versions): Change {
  const untouched = basesOf(path).some((base) => sameText(base, mine.get(path)!));
  return { kind: untouched ? 'dropped' : 'left', path };
}

/**
 * Stubs that have got another path: from the new path to the old. A stub is the same under another path if it holds
 * the todos of the same exercises, since an exercise's number never changes.
 */
function movesIn(versions: Versions): Map<string, string> {
  const { mine, theirs, basesOf } = versions;
  const moves = new Map<string, string>();
  const added = [...theirs.keys()].filter((path) => !mine.has(path) && basesOf(path).length === 0);
  for (const from of goneFrom(versions)) {
    const ids = exercisesOf(basesOf(from)[0]);
    const to = added.find((path) => ids !== '' && exercisesOf(theirs.get(path)!) === ids && !moves.has(path));
    if (to) moves.set(to, from);
  }
  return moves;
}

function exercisesOf(stub: string): string {
  return [...new Set(todoCallsIn(stub).map(({ exercise }) => exercise))].sort().join(' ');
}

function changesOfMove(from: string, path: string, { mine, theirs, basesOf }: Versions): Change[] {
  const current = mine.get(from)!;
  const stub = theirs.get(path)!;
  const merged = merge({ base: nearest(basesOf(from), current)!, mine: current, theirs: stub });
  if (merged.conflicts === 0) return [{ kind: 'moved', path, from, text: merged.text }];
  return [
    { kind: 'left', path: from },
    { kind: 'new', path, text: stub },
    { kind: 'conflict', path, text: merged.text },
  ];
}

/** The base that the fewest lines tell from the learner's text. Of equals the likeliest. */
function nearest(bases: string[], text: string): string | undefined {
  const distances = bases.map((base) => distance(base, text));
  return bases[distances.indexOf(Math.min(...distances))];
}
