/**
 * What the catalog says of a lesson. Each lesson's own entry stands in `checker/N-name/lesson.ts`; everything that
 * lists, counts or grades exercises reads it from there.
 */
export interface Lesson {
  /** 1 to 9. */
  number: number;
  /** The layer's name: `kv-store` in `#kv-store/*`, `solved-kv-store` and `lessons/1-kv-store`. */
  name: string;
  title: string;
  /** The lesson in a line, for lists. */
  summary: string;
  /** The numbered rules: id to words. The lesson's text states each as `**K1.** words` and the tests cite the id. */
  rules: Record<string, string>;
  /** Modules that the judge loads afresh for each server and each life of it: see `realm.ts`. */
  realms?: string[];
  exercises: Exercise[];
}

export interface Exercise {
  /** `3.2`: stable for ever, since progress and grades are kept under it. */
  id: string;
  title: string;
  /** The learner's file, relative to the lesson's folder. */
  file: string;
  /** Ids of the rules that its tests cite. Each is cited by at least one test. */
  rules: string[];
  /** Earned whole or not at all. */
  points: number;
  /** ★: counted apart from the lesson's points. */
  bonus: boolean;
  /** Roughly how many lines the answer takes. */
  lines: number;
  /** How many tests the exercise has; a run of fewer is a harness error. */
  tests: number;
  /** Milliseconds of wall-clock time after which a run is killed; generous, since it only ends endless loops. */
  timeoutMs: number;
  /** One of its tests measures memory, so that its reports are not the same each time. */
  measures?: boolean;
  /** Exercises of the same lesson whose code this one calls. */
  needs?: string[];
}

/** The three hints of an exercise, as Markdown: a nudge, a direction, nearly the answer. */
export type Hints = Record<string, [nudge: string, direction: string, nearlyTheAnswer: string]>;

/** A wrong answer that people really write, as a small edit of the reference. */
export interface Bug {
  /** Kebab-case, unique in its lesson. */
  id: string;
  /** The exercise that must catch it. */
  exercise: string;
  /**
   * The mistake in one sentence to the learner, as a report shows it after "This looks like a known mistake:", such as
   * "the end of a prefix is made by adding one to its last byte, even when that byte is 0xff".
   */
  mistake: string;
  /** `find` stands exactly once in the solution's `file`. */
  edits: { file: string; find: string; replace: string }[];
  /** How it must be caught; `fail` unless said. */
  verdict?: 'fail' | 'timeout' | 'crash' | 'nondeterministic';
  /** Its verdict through the membrane where that is another one: what crosses is copied, so nobody sees who kept an array. */
  sealed?: 'pass';
}

/** The folder's name in all three trees, such as `1-kv-store`. */
export function folderOf(lesson: Pick<Lesson, 'number' | 'name'>): string {
  return `${lesson.number}-${lesson.name}`;
}
