/** What `npm run verify` prints as JSON. */
export interface Proof {
  /** Every fresh stub must fail every exercise, with the verdict `todo`. */
  stubs: { exercises: number; failing: number; problems: string[] };
  /** The reference must pass every exercise. */
  reference: { exercises: number; passing: number; problems: string[] };
  /** Every wrong answer must be caught by the exercise that names it. */
  bugs: { total: number; caught: number; problems: string[] };
  /** The texts must say what the catalog says. */
  texts: { problems: string[] };
  /** The sealed build must give the verdicts of the direct one. */
  parity: { problems: string[] };
}

/** Told of every step, for a line of progress. */
export type OnStep = (part: keyof Proof, done: number, total: number) => void;

export function isSound(proof: Proof): boolean {
  return Object.values(proof).every(({ problems }) => problems.length === 0);
}
