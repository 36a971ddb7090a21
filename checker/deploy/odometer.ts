import { stages } from '../cli/screens/syllabus.ts';
import { style } from '../cli/terminal/colour.ts';
import { padEnd } from '../cli/terminal/width.ts';
import { hang, wrap } from '../cli/terminal/wrap.ts';
import type { Applied } from './apply.ts';
import type { Progress } from './stage.ts';

/**
 * How far it got, with the keys that show it:
 *
 *     ● 1  the Deployment is stored; nothing happens yet
 *          /registry/deployments/default/nginx-deployment
 *     ○ 2  its ReplicaSet                                      lesson 6
 *
 * @param applied what the API server has answered, or why nobody has
 * @param width columns of the terminal
 */
export function odometerLines(applied: Applied | string, { stage, keys }: Progress, width: number): string[] {
  return [
    '',
    `${style.strong('nginx.yaml')} ${style.quiet('──►')} POST /apis/apps/v1/namespaces/default/deployments`,
    ...hang(answerOf(applied), width, `           ${style.quiet('◄──')} `),
    '',
    ...stages.flatMap(({ seen, lesson }, number) =>
      stageLines(seen, lesson, number, stage, keys.get(number) ?? [], width),
    ),
    '',
    ...wrap(`Stage ${stage} of ${stages.length - 1}${stage === 0 ? ': the Deployment is not stored' : ''}.`, width),
    '',
  ];
}

function answerOf(applied: Applied | string): string {
  if (typeof applied === 'string') return applied;
  const { status, message } = applied;
  return status < 300 ? `${status} Created` : `${status}: ${message}`;
}

function stageLines(
  seen: string,
  lesson: number,
  number: number,
  reached: number,
  keys: string[],
  width: number,
): string[] {
  const isReached = number <= reached;
  const begin = `  ${isReached ? style.good('●') : style.quiet('○')} ${number}  `;
  if (isReached) return [...hang(seen, width, begin), ...keys.map((key) => `       ${style.quiet(key)}`)];
  const later = `lesson ${lesson}`;
  if (width >= 72) return [`${begin}${style.quiet(`${padEnd(seen, 50)} ${later}`)}`];
  return hang(style.quiet(`${seen} (${later})`), width, begin);
}
