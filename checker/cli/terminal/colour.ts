/**
 * The few styles that every screen uses, by meaning. They are the terminal's own eight colours, so that they fit
 * whatever theme its owner has chosen, and nothing is told by colour alone.
 */
import * as kleur from 'kleur/colors';

/** Adds escape sequences around a text, or returns it as it is while colour is off. */
export type Paint = (text: string) => string;

/**
 * Whether to colour: never under NO_COLOR (https://no-color.org: present and not empty) or on a dumb terminal, always
 * under FORCE_COLOR, else on a terminal only.
 */
export function wantsColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env.NO_COLOR || env.TERM === 'dumb') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal;
}

setColour(wantsColour(process.env, process.stdout.isTTY === true));

export function setColour(on: boolean): void {
  kleur.$.enabled = on;
}

export function isColourOn(): boolean {
  return kleur.$.enabled;
}

/** Several styles as one; the first stands outermost. */
export function mix(...paints: Paint[]): Paint {
  return (text) => paints.reduceRight((painted, paint) => paint(painted), text);
}

const plain =
  (paint: (text: string) => string): Paint =>
  (text) =>
    text === '' ? '' : paint(text);

export const style = {
  title: mix(plain(kleur.bold), plain(kleur.cyan)),
  strong: plain(kleur.bold),
  emphasis: plain(kleur.italic),
  struck: plain(kleur.strikethrough),
  quiet: plain(kleur.dim),
  code: plain(kleur.cyan),
  link: plain(kleur.underline),
  path: mix(plain(kleur.cyan), plain(kleur.underline)),
  command: mix(plain(kleur.bold), plain(kleur.cyan)),
  good: plain(kleur.green),
  bad: plain(kleur.red),
  warning: plain(kleur.yellow),
  marked: plain(kleur.inverse),
  keyword: plain(kleur.magenta),
  string: plain(kleur.green),
  number: plain(kleur.yellow),
  type: plain(kleur.cyan),
  callee: plain(kleur.blue),
  comment: plain(kleur.dim),
} satisfies Record<string, Paint>;
