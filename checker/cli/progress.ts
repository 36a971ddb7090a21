import { parseArgs } from 'node:util';
import { lessons } from '../catalog.ts';
import { type Progress, readProgress } from '../progress/progress-file.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode } from './command.ts';
import { currentLesson, isDone, pointsOf } from './guide.ts';
import { openLines } from './report/summary.ts';
import { standingLines } from './screens/standing.ts';
import { courseTitles, stageOf, stages } from './screens/syllabus.ts';
import { style } from './terminal/colour.ts';
import { print } from './terminal/print.ts';
import { columns, padEnd } from './terminal/width.ts';
import { hang, wrap } from './terminal/wrap.ts';

const command: Command = {
  name: 'progress',
  summary: 'every lesson and exercise with its verdict and points, and how far the deployment gets',
  help: `
npm run progress

  -- --json                        one JSON object, for programs

Verdicts are those of the last check. They are for you: a grade is always judged anew.`,
  async run(args) {
    refuseSwallowed('progress', ['json']);
    const { values } = readingArguments(() => parseArgs({ args, options: { json: { type: 'boolean' } } }));
    const progress = readProgress();
    if (values.json) print([JSON.stringify(asData(progress), null, 2)]);
    else print(progressLines(progress, columns()));
    return exitCode.passed;
  },
};

export default command;

/** @param width columns of the terminal */
export function progressLines(progress: Progress, width: number): string[] {
  return [
    '',
    ...lessons.flatMap((lesson) => [...standingLines(lesson, progress, width), '']),
    ...missingLines(width),
    '',
    ...odometerLines(progress, width),
    '',
    ...openLines(currentLesson(progress), progress, width),
    '',
  ];
}

/** The lessons that a later version of this workbook will hold. */
function missingLines(width: number): string[] {
  const missing = courseTitles
    .slice(lessons.length)
    .map((title, i) => `${lessons.length + i + 1}\u00a0${title.replaceAll(' ', '\u00a0')}`);
  if (missing.length === 0) return [];
  return hang(style.quiet(`not in this workbook yet: ${missing.join(', ')}`), Math.min(width, 84), '');
}

function odometerLines(progress: Progress, width: number): string[] {
  const reached = stageReached(progress);
  const rows = stages.flatMap(({ seen, lesson }, stage) => {
    const begin = `${stage === reached ? style.title('▸') : ' '} ${stage <= reached ? style.good('●') : style.quiet('○')} ${stage}  `;
    const words = stage === 0 ? 'lessons 1–4' : `lesson ${lesson}`;
    const paint = stage === reached ? style.strong : style.quiet;
    if (width >= 72) return [`${begin}${paint(padEnd(seen, 50))} ${style.quiet(words)}`];
    return hang(`${paint(seen)} ${style.quiet(`(${words})`)}`, width, begin);
  });
  const title = `${style.title('The odometer')}${style.quiet(': how far one nginx.yaml gets on what you have built')}`;
  return [...wrap(title, width), '', ...rows];
}

function stageReached(progress: Progress): number {
  return stageOf((number) => {
    const lesson = lessons.find((each) => each.number === number);
    return lesson !== undefined && isDone(lesson, progress);
  });
}

/** What `--json` prints. A verdict of `null` means that the exercise was never checked. */
function asData(progress: Progress): object {
  return {
    schema: 'slipway/progress-report/v1',
    current: currentLesson(progress).number,
    ...pointsOf(
      lessons.flatMap(({ exercises }) => exercises),
      progress,
    ),
    lessons: lessons.map(({ number, name, title, exercises }) => ({
      number,
      name,
      title,
      ...pointsOf(exercises, progress),
      exercises: exercises.map(({ id, title, points, bonus }) => {
        const { verdict = null, at = null, solved = null, hints = 0 } = progress.exercises[id] ?? {};
        return {
          id,
          title,
          verdict,
          points: verdict === 'pass' ? points : 0,
          maxPoints: points,
          bonus,
          at,
          solved,
          hints,
        };
      }),
    })),
    missing: courseTitles.slice(lessons.length).map((title, i) => ({ number: lessons.length + i + 1, title })),
    odometer: {
      stage: stageReached(progress),
      stages: stages.map(({ seen, lesson }, stage) => ({ stage, seen, lesson })),
    },
  };
}
