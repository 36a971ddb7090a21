/**
 * The texts must say what the catalog says: every part in its place, every rule word for word, every exercise with its
 * file and points, every name in backticks real, every hint written.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hintsOf, lessons } from '../catalog.ts';
import { type Exercise, folderOf, type Lesson } from '../judge/lesson.ts';
import { root } from '../paths.ts';
import { filesUnder, textIfThere } from '../workshop/files.ts';

const parts = [
  'The story',
  'What you will build',
  'The rules',
  'Predict',
  'The exercises',
  'See it live',
  'The real one',
  'Going further',
];

export async function problemsOfTexts(): Promise<string[]> {
  const problems: string[] = [];
  const words = wordsOfTheSources();
  for (const lesson of lessons) {
    const text = textIfThere(root, `lessons/${folderOf(lesson)}/README.md`) ?? '';
    const found = [
      ...partProblems(text),
      ...ruleProblems(lesson, text),
      ...lesson.exercises.flatMap((exercise) => exerciseProblems(lesson, exercise, text)),
      ...pointProblems(lesson),
      ...(await hintProblems(lesson)),
      ...linkProblems(lesson, text),
      ...snippetProblems(text),
      ...nameProblems(text, words),
    ];
    problems.push(...found.map((problem) => `${folderOf(lesson)}: ${problem}`));
  }
  return problems;
}

function partProblems(text: string): string[] {
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading.trim());
  const places = parts.map((part) => headings.indexOf(part));
  return parts.flatMap((part, i) => {
    if (places[i] < 0) return [`its text has no part "## ${part}"`];
    return i > 0 && places[i] < places[i - 1] ? [`its part "${part}" stands before "${parts[i - 1]}"`] : [];
  });
}

function ruleProblems(lesson: Lesson, text: string): string[] {
  const flat = text.replace(/\s+/g, ' ');
  const cited = new Set(lesson.exercises.flatMap(({ rules }) => rules));
  return Object.entries(lesson.rules).flatMap(([id, words]) => [
    ...(flat.includes(`**${id}.** ${words.replace(/\s+/g, ' ')}`)
      ? []
      : [`its text does not state rule ${id} in the catalog's words`]),
    ...(cited.has(id) ? [] : [`no exercise judges rule ${id}`]),
  ]);
}

function exerciseProblems(lesson: Lesson, exercise: Exercise, text: string): string[] {
  const { id, title, file, rules } = exercise;
  const folder = folderOf(lesson);
  return [
    ...(new RegExp(`^### ★? ?${id.replace('.', '\\.')} · `, 'm').test(text)
      ? []
      : [`its text has no heading "### ${id} · ${title}"`]),
    ...(existsSync(join(root, 'solutions', folder, file)) ? [] : [`${id} names ${file}, which does not exist`]),
    ...rules.filter((rule) => !lesson.rules[rule]).map((rule) => `${id} cites ${rule}, which is no rule of the lesson`),
  ];
}

function pointProblems(lesson: Lesson): string[] {
  const due = lesson.number === 9 ? 200 : 100;
  const sum = lesson.exercises.filter(({ bonus }) => !bonus).reduce((total, { points }) => total + points, 0);
  return sum === due ? [] : [`its exercises are worth ${sum} points, not ${due}`];
}

async function hintProblems(lesson: Lesson): Promise<string[]> {
  const hints = await hintsOf(lesson);
  return lesson.exercises.flatMap(({ id }) =>
    hints[id]?.length === 3 && hints[id].every((hint) => hint.trim()) ? [] : [`${id} has not three hints`],
  );
}

/** Links to files, and paths in backticks, must lead somewhere. */
function linkProblems(lesson: Lesson, text: string): string[] {
  const folder = join(root, 'lessons', folderOf(lesson));
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => join(folder, target));
  const paths = [...text.matchAll(/`((?:lessons|solutions|checker|docs)\/[\w./-]+)`/g)].map(([, target]) =>
    join(root, target),
  );
  return [...links, ...paths]
    .filter((target) => !existsSync(target))
    .map((target) => `its text leads to ${target.slice(root.length + 1)}, which is not there`);
}

/**
 * Code in a text is taken from tested code and says from where: the block after `<!-- from: PATH -->` stands in that
 * file, whatever its indentation.
 */
function snippetProblems(text: string): string[] {
  return [...text.matchAll(/<!-- from: (\S+) -->\s*```\w*\n([\s\S]*?)```/g)].flatMap(([, path, code]) => {
    const source = textIfThere(root, path);
    if (source === undefined) return [`a snippet is from ${path}, which is not there`];
    return unindented(source).includes(unindented(code).trim()) ? [] : [`a snippet does not stand in ${path} any more`];
  });
}

function unindented(code: string): string {
  return code.replace(/^[ \t]+/gm, '').replace(/\r/g, '');
}

/** A name in backticks that looks like one of a program's must be in the workbook somewhere. */
function nameProblems(text: string, words: ReadonlySet<string>): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const names = [...prose.matchAll(/`([a-z]+[A-Z]\w*|[A-Z]\w+[A-Z]\w*|[a-z]\w+(?=\())[^`]*`/g)].map(([, name]) => name);
  return [...new Set(names)]
    .filter((name) => !words.has(name))
    .map((name) => `its text names \`${name}\`, which no file of the workbook has`);
}

function wordsOfTheSources(): Set<string> {
  const sources = ['lessons', 'solutions', 'checker']
    .flatMap((folder) => filesUnder(root, folder))
    .filter((path) => path.endsWith('.ts'));
  return new Set(sources.flatMap((path) => readFileSync(join(root, path), 'utf8').match(/[A-Za-z_]\w*/g) ?? []));
}
