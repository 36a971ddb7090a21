/**
 * The chain with a light for each place:
 *
 *       ● authorize              ClusterRoleBinding "cluster-admin"
 *       ✘ mutating admission     404 NotFound                          5.5
 *       ○ defaulting
 */
import { type Paint, style } from '../../cli/terminal/colour.ts';
import { neutral } from '../../cli/terminal/neutral.ts';
import { padEnd } from '../../cli/terminal/width.ts';
import { hang, shorten } from '../../cli/terminal/wrap.ts';
import type { Journey } from './journey.ts';
import { type Passage, passagesOf, type State } from './passage.ts';
import { places } from './places.ts';

const nameWidth = Math.max(...places.map(({ name }) => name.length)) + 2;

const lights: Record<State, string> = {
  passed: '●',
  here: '▸',
  refused: '✘',
  earlier: '↺',
  unreached: '○',
  aside: '–',
};

const paints: Record<State, Paint> = {
  passed: style.good,
  here: style.strong,
  refused: style.bad,
  earlier: style.warning,
  unreached: style.quiet,
  aside: style.quiet,
};

/** All places, dark without a journey. */
export function drawChain(journey: Journey | undefined, width: number): string[] {
  if (!journey) return places.map(({ name }) => style.quiet(`  ${lights.unreached} ${name}`));
  return passagesOf(journey).map((passage) => drawPassage(passage, width));
}

/** Only those that it has come by, so that it can be read line by line, and all that there is to say of each. */
export function drawWay(journey: Journey, width: number): string[] {
  const isOnTheWay = ({ state, note }: Passage) => state !== 'unreached' && (state !== 'aside' || note !== '');
  return passagesOf(journey)
    .filter(isOnTheWay)
    .flatMap((passage) => drawWhole(passage, width));
}

function drawWhole(passage: Passage, width: number): string[] {
  const { state, note } = passage;
  if (state === 'refused' || note === '') return [drawPassage(passage, width)];
  return hang(style.quiet(neutral(note)), width, padEnd(lightOf(passage), nameWidth + 4));
}

function lightOf({ name, state }: Passage): string {
  return `  ${paints[state](lights[state])} ${state === 'unreached' ? style.quiet(name) : name}`;
}

function drawPassage(passage: Passage, width: number): string {
  const { exercise, state, note } = passage;
  const where = state === 'refused' && exercise !== '' ? style.quiet(`  ${exercise}`) : '';
  const said = state === 'refused' ? style.bad(note) : style.quiet(neutral(note));
  const line = lightOf(passage);
  return shorten(said === '' ? line : `${padEnd(line, nameWidth + 4)}${said}${where}`, width);
}
