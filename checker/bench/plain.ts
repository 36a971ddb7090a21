/**
 * The baseline: the hidden tests of the named exercises, run in this process through tsx and uvu, without bundling,
 * workers or verdicts. Exits with 1 if anything fails.
 */
import { lessons } from '../catalog.ts';
import type { RunnableExercise } from '../judge/exercise.ts';
import { folderOf } from '../judge/lesson.ts';
import { studySeed } from '../judge/look-alike.ts';

for (const id of process.argv.slice(2)) {
  const lesson = lessons.find((each) => each.exercises.some((exercise) => exercise.id === id))!;
  const tests: { default: RunnableExercise } = await import(`../${folderOf(lesson)}/${id}.test.ts`);
  await tests.default.run(
    { seed: studySeed },
    {
      started() {},
      ended({ kind, name }) {
        if (kind !== 'pass') process.exitCode = 1;
        console.log(kind, name);
      },
    },
  );
}
process.exit();
