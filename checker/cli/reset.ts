import { parseArgs } from 'node:util';
import { lessons, parseTarget } from '../catalog.ts';
import { folderOf } from '../judge/lesson.ts';
import { root } from '../paths.ts';
import { updateProgress } from '../progress/progress-file.ts';
import { agrees } from '../workshop/ask.ts';
import { isLearnerFile } from '../workshop/files.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { orRefuse, Refusal } from '../workshop/refusal.ts';
import { carryOutReset, type Extent, hasBodies, planReset, type ResetPlan } from '../workshop/reset.ts';
import { type SavedCopy, savedCopies } from '../workshop/saved.ts';
import { bringBack, differingFrom } from '../workshop/undo.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';

const options = {
  all: { type: 'boolean' },
  file: { type: 'boolean' },
  list: { type: 'boolean' },
  undo: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;

type Values = { [name in keyof typeof options]?: boolean };

const command: Command = {
  name: 'reset',
  summary: 'the clean stub again; yours is saved aside first',
  help: `
npm run reset 1                   all files of lesson 1
npm run reset 1.2                 only what you wrote for exercise 1.2

  -- 1.2 --file                   the whole file that holds exercise 1.2
  -- --all                        every lesson
  -- --yes                        do not ask
  -- --list                       the copies that were saved, the latest first
  -- --undo                       bring the latest copy back; once more takes that back
  -- --undo 2026-03-01T09-30-00.000Z    bring this copy back

Helper files of your own stay. Every copy lies in .slipway/saved and stays there until you delete it.`,
  async run(args) {
    const { values, positionals } = readingArguments(() => parseArgs({ args, options, allowPositionals: true }));
    refuseSwallowed('reset', ['list', 'undo', 'file']);
    if (positionals.length > 1) throw new UsageError(`one thing at a time, not ${positionals.join(' ')}`);
    return orRefuse(() => chosen(values, positionals[0]));
  },
};

export default command;

function chosen(values: Values, word: string | undefined): number | Promise<number> {
  if (values.list) return list();
  if (values.undo) return undo(word, values.yes ?? false);
  return reset(values, word);
}

async function reset(values: Values, word: string | undefined): Promise<number> {
  const { extent, name } = extentOf(values, word);
  refuseWithoutStub(extent);
  const plan = planReset(root, extent);
  refuseEntangled(plan, word);
  if (plan.resets.length === 0) return say(`${capital(name)} is already clean.`);
  const overwritten = plan.resets.filter(({ mine }) => mine !== undefined);
  if (overwritten.length > 0 && !values.yes) {
    const question = `Put ${name} back to the clean stub (${overwritten.map(({ path }) => path).join(', ')})?`;
    if (!(await agrees(question, `add -- --yes`))) return say('Nothing was changed.');
  }
  const saved = carryOutReset(root, plan.resets, `reset ${word ?? '--all'}`);
  forgetVerdicts(plan);
  for (const { path, mine } of plan.resets)
    say(`${path} ${mine === undefined ? 'was gone and is back' : 'is clean again'}`);
  if (saved) say(`What you wrote is kept in ${saved.folder}\nTo bring it back: npm run reset -- --undo`);
  return exitCode.passed;
}

function extentOf(values: Values, word: string | undefined): { extent: Extent; name: string } {
  if (values.all && word !== undefined) throw new UsageError(`--all takes every lesson: leave out ${word}`);
  if (values.all) return { extent: {}, name: 'every lesson' };
  if (word === undefined)
    throw new UsageError(
      'say what to reset: npm run reset 1, npm run reset 1.2, or npm run reset -- --all for every lesson',
    );
  const { lesson, exercise } = parseTarget(word, 0);
  if (values.file && !exercise)
    throw new UsageError('--file goes with an exercise, as in: npm run reset -- 1.2 --file');
  return {
    extent: { folder: folderOf(lesson), exercise: exercise?.id, wholeFile: values.file },
    name: exercise ? `exercise ${exercise.id}` : `lesson ${lesson.number}`,
  };
}

/** What was found of the lessons that are reset holds no longer; what was solved once, and the hints, stay on record. */
function forgetVerdicts({ resets }: ResetPlan): void {
  const touched = lessons.filter((lesson) =>
    resets.some(({ path }) => path.startsWith(`lessons/${folderOf(lesson)}/`)),
  );
  updateProgress(({ exercises }) => {
    for (const { id } of touched.flatMap((lesson) => lesson.exercises)) {
      const { verdict: _verdict, points: _points, ...rest } = exercises[id] ?? {};
      if (exercises[id]) exercises[id] = rest;
    }
  });
}

/** Some exercises go on in what was written for another one. */
function refuseWithoutStub({ exercise }: Extent): void {
  if (exercise === undefined || hasBodies(root, exercise)) return;
  throw new UsageError(
    `${exercise} has no stub of its own: it judges what you wrote for the exercises before it. Name one of those, or the whole lesson; npm run solution ${exercise} compares`,
  );
}

function refuseEntangled({ entangled }: ResetPlan, word: string | undefined): void {
  if (entangled.length === 0) return;
  throw new Refusal(
    `Nothing was changed: in ${entangled.join(', ')} your work on ${word} cannot be told from what is around it. To reset the whole file: npm run reset -- ${word} --file`,
  );
}

function list(): number {
  const copies = savedCopies(root);
  if (copies.length === 0) return say('No copies have been saved yet.');
  for (const copy of copies) {
    say(`${copy.stamp}  before: ${copy.reason}`);
    for (const path of learnerFilesOf(copy)) say(`    ${path}`);
  }
  return say('To bring one back: npm run reset -- --undo STAMP');
}

async function undo(stamp: string | undefined, yes: boolean): Promise<number> {
  const copy = copyOf(stamp);
  const paths = differingFrom(root, copy);
  if (paths.length === 0) return say(`Your files are as they were in ${copy.folder} already.`);
  const question = `Bring back ${paths.join(', ')} from before: ${copy.reason}?`;
  if (!yes && !(await agrees(question, 'add -- --yes'))) return say('Nothing was changed.');
  const { saved } = bringBack(root, copy);
  for (const path of paths) say(`${path} is back as it was before: ${copy.reason}`);
  if (saved) say(`What it replaced is kept in ${saved.folder}`);
  return exitCode.passed;
}

function copyOf(stamp: string | undefined): SavedCopy {
  const copies = savedCopies(root).filter((copy) => learnerFilesOf(copy).length > 0);
  const copy = stamp === undefined ? copies[0] : copies.find((each) => each.stamp === stamp);
  if (copy) return copy;
  throw new UsageError(
    stamp === undefined
      ? 'there is nothing to bring back: no copy has been saved yet'
      : `there is no copy ${stamp}: npm run reset -- --list shows what there is`,
  );
}

function learnerFilesOf({ files }: SavedCopy): string[] {
  return files.filter(isLearnerFile);
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return exitCode.passed;
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
