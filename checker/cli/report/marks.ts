import type { Verdict } from '../../judge/verdict.ts';
import { type Paint, style } from '../terminal/colour.ts';

interface Mark {
  sign: string;
  paint: Paint;
}

const failed: Mark = { sign: '✘', paint: style.bad };

const marks: Record<Verdict, Mark> = {
  pass: { sign: '✔', paint: style.good },
  fail: failed,
  todo: { sign: '○', paint: style.quiet },
  blocked: { sign: '⊘', paint: style.warning },
  timeout: failed,
  crash: failed,
  nondeterministic: failed,
  'harness error': { sign: '!', paint: style.warning },
};

/** An exercise that was never checked. */
const unknown: Mark = { sign: '·', paint: style.quiet };

/** The verdict as one coloured sign. */
export function markOf(verdict: Verdict | undefined): string {
  const { sign, paint } = verdict ? marks[verdict] : unknown;
  return paint(sign);
}

export function paintOf(verdict: Verdict | undefined): Paint {
  return (verdict ? marks[verdict] : unknown).paint;
}
