import { access } from './access.ts';
import { applying } from './applying.ts';
import { creating } from './creating.ts';
import { custom } from './custom.ts';
import { deleting } from './deleting.ts';
import { type KubectlOptions, kubectl, tryStep } from './kubectl.ts';
import { nodes } from './nodes.ts';
import { others } from './others.ts';
import { reading } from './reading.ts';
import type { Story } from './step.ts';

export const stories: Story[] = [reading, creating, applying, deleting, access, nodes, custom, others];

export interface Score {
  tried: number;
  right: number;
  /** What was wrong, one text a command. */
  wrong: string[];
}

/** Goes through a story; a step that goes wrong does not keep the next from being tried. */
export async function tell(options: KubectlOptions, story: Story, namespace: string): Promise<Score> {
  const score: Score = { tried: 0, right: 0, wrong: [] };
  await kubectl(options, ['create', 'namespace', namespace]);
  for (const step of story.steps) {
    const wrong = await tryStep(options, namespace, step);
    score.tried++;
    if (wrong === undefined) score.right++;
    else score.wrong.push(wrong);
  }
  return score;
}
