import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Found, parseTarget } from '../catalog.ts';
import { folderOf } from '../judge/lesson.ts';
import { root } from '../paths.ts';
import { type Progress, readProgress, updateProgress } from '../progress/progress-file.ts';
import { refuseSwallowed } from '../workshop/npm-options.ts';
import { readingArguments } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { textFile } from './guide.ts';
import { openLines } from './report/summary.ts';
import { fileLines } from './screens/standing.ts';
import { style } from './terminal/colour.ts';
import { renderMarkdown } from './terminal/markdown.ts';
import { page } from './terminal/pager.ts';
import { print } from './terminal/print.ts';
import { columns } from './terminal/width.ts';

const command: Command = {
  name: 'lesson',
  summary: 'makes a lesson the current one and shows its text',
  help: `
npm run lesson                     the current lesson's text
npm run lesson 2                   lesson 2, which becomes the current one
npm run lesson 1.2                 only what the text says of exercise 1.2

  -- --answers                     with the answers to the questions, which are folded otherwise
  -- --print                       all at once, not page by page

On a terminal a long text goes through $PAGER, or less: space turns the page, / searches, q leaves.`,
  async run(args) {
    refuseSwallowed('lesson', ['answers', 'print']);
    const options = { answers: { type: 'boolean' }, print: { type: 'boolean' } } as const;
    const { values, positionals } = readingArguments(() => parseArgs({ args, options, allowPositionals: true }));
    if (positionals.length > 1) throw new UsageError(`one lesson at a time, not ${positionals.join(' ')}`);
    const found = parseTarget(positionals[0], readProgress().current);
    const source = textOf(found);
    const progress = updateProgress((progress) => {
      progress.current = found.lesson.number;
    });
    const width = columns();
    const ending = endingLines(found, progress, width);
    const lines = renderMarkdown(source, {
      width,
      folder: `lessons/${folderOf(found.lesson)}`,
      ...answers(found, values),
    });
    const paged = await page(['', ...lines, ...ending], { straight: values.print });
    if (paged) print(ending);
    return exitCode.passed;
  },
};

export default command;

function textOf({ lesson, exercise }: Found): string {
  const file = textFile(lesson);
  let text: string;
  try {
    text = readFileSync(join(root, file), 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read: bring it back with "git checkout ${file}"`);
  }
  return exercise ? sectionOf(text, exercise.id, file) : text;
}

/** From the exercise's heading to the next one of its rank or above. */
function sectionOf(text: string, id: string, file: string): string {
  const heading = new RegExp(`^### (?:★ )?${id.replace('.', '\\.')}(?!\\d)`, 'm');
  const start = heading.exec(text)?.index;
  if (start === undefined)
    throw new UsageError(`${file} has no part of its own on ${id}; this shows it all: npm run lesson`);
  const [section] = text.slice(start + 1).split(/\n(?=#{1,3} )/);
  return `#${section}`;
}

function answers({ lesson, exercise }: Found, values: { answers?: boolean }): { answersCommand?: string } {
  if (values.answers) return {};
  return { answersCommand: `npm run lesson ${exercise?.id ?? lesson.number} -- --answers` };
}

function endingLines({ lesson }: Found, progress: Progress, width: number): string[] {
  const files = fileLines(lesson, progress, width);
  return [
    '',
    style.quiet('━'.repeat(Math.min(width, 96))),
    '',
    ...files,
    '',
    ...openLines(lesson, progress, width),
    '',
  ];
}
