/** LimitRanges: a part of 5.5. */
import { limitRanger } from '#api-server/admission/limit-ranger.ts';
import { type DeclareTest, show } from '../../judge/exercise.ts';
import { ask, isRefused, newPod, passes, stepOf } from '../admission-hand.ts';
import { createCluster } from '../cluster.ts';
import type { Fields } from '../manifests.ts';
import { fills, judged, note } from './limit-cases.ts';

export function declareLimitTests(test: DeclareTest): void {
  test('A24', 'a container gets what it does not say', async (t) => {
    await t.forEach(fills, async ([ranges, resources, becomes, says, because]) => {
      for (const each of ranges)
        t.step(`LimitRange ${each.metadata.namespace}/${each.metadata.name} ${show(each.spec)}`);
      const asked = newPod({ resources });
      stepOf(t, asked, 'mutate');
      const { write } = await ask(limitRanger(createCluster(ranges)), 'mutate', asked);
      const { containers = [] } = (write?.object?.spec ?? {}) as { containers?: { resources?: Fields }[] };
      t.equal(containers[0]?.resources ?? {}, becomes, because);
      const annotations = write?.object?.metadata.annotations ?? {};
      const told = notesIn(annotations['kubernetes.io/limit-ranger']);
      t.equal(told, notesIn(says), 'the annotation tells all that was filled in, and nothing else');
      t.equal(asked, newPod({ resources }), 'the write that was handed in stays as it was');
    });
  });

  test('A24', 'what is beyond a bound is refused, with all that is wrong', async (t) => {
    await t.forEach(judged, async ([ranges, asked, fault, because]) => {
      for (const each of ranges) t.step(`LimitRange ${show(each.spec)}`);
      stepOf(t, asked, 'validate');
      const ended = await ask(limitRanger(createCluster(ranges)), 'validate', asked);
      if (fault === undefined) passes(t, ended, asked, because);
      else
        isRefused(
          t,
          ended,
          ['Forbidden', `${asked.resource.resource} "${asked.name}" is forbidden: ${fault}`],
          because,
        );
    });
  });
}

/** What an annotation says was filled in, however it is put together: `cpu limit for container web`, one by one. */
function notesIn(annotation: string | undefined): string[] | undefined {
  if (!annotation?.startsWith(note)) return annotation === undefined ? undefined : [annotation];
  const parts = annotation
    .slice(note.length)
    .split(';')
    .map((part) => part.trim());
  return parts
    .flatMap((part) => {
      const [, resources = part, rest = ''] = /^(.*) ((?:request|limit) for container .*)$/.exec(part) ?? [];
      return resources.split(',').map((resource) => `${resource.trim()} ${rest}`.trim());
    })
    .sort();
}
