import { access } from './access.ts';
import { applying } from './applying.ts';
import { creating } from './creating.ts';
import { custom } from './custom.ts';
import { deleting } from './deleting.ts';
import { type KubectlOptions, kubectl, tryStep } from './kubectl.ts';
import { nodes } from './nodes.ts';
import { others } from './others.ts';
import { reading } from './reading.ts';
import { services } from './services.ts';
import { sets } from './sets.ts';
import type { Since, Story } from './step.ts';

export const stories: Story[] = [reading, creating, applying, sets, services, deleting, access, nodes, custom, others];

export interface Score {
  tried: number;
  right: number;
  /** Commands that this kubectl is too old for, and why. */
  skipped: string[];
  /** What was wrong, one text a command. */
  wrong: string[];
}

const always: Since = [0, ''];

/** Goes through a story; a step that goes wrong does not keep the next from being tried. */
export async function tell(options: KubectlOptions, story: Story, namespace: string): Promise<Score> {
  const score: Score = { tried: 0, right: 0, skipped: [], wrong: [] };
  await kubectl(options, ['create', 'namespace', namespace]);
  for (const step of story.steps) {
    const [minor, why] = step[2]?.since ?? always;
    if (minor > options.minor) {
      score.skipped.push(`${step[0]}: ${why}, since 1.${minor}`);
      continue;
    }
    const wrong = await tryStep(options, namespace, step);
    score.tried++;
    if (wrong === undefined) score.right++;
    else score.wrong.push(wrong);
  }
  return score;
}
