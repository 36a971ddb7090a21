/**
 * Bundles an exercise's hidden tests with the code that they judge. The table of imports in package.json and the
 * conditions chosen here decide, layer by layer, whose code that is:
 *
 *     conditions [solved-wal]    #kv-store/* → lessons/1-kv-store/*    #wal/* → solutions/2-wal/*
 *
 * Each exercise is an entry of its own and shares chunks with the others, so that code which throws while it loads
 * spoils only the exercises that load it.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { BuildContext, BuildFailure, Message, Plugin } from 'esbuild';
import { lessons } from '../catalog.ts';
import { root } from '../paths.ts';
import { scratchFolder } from './cache.ts';
import { folderOf, type Lesson } from './lesson.ts';
import { realmPlugin } from './realm-plugin.ts';
import { sealedPlugin } from './sealed.ts';

export interface BundleRequest {
  lesson: Lesson;
  /** Ids of the exercises to bundle. */
  exercises: string[];
  /** Names of the layers that are the reference's; the others are the learner's. */
  reference: ReadonlySet<string>;
  /** Puts the membrane between the tests and the layers. */
  sealed?: boolean;
  /**
   * Texts that stand in for files, by path relative to the root: how a wrong answer of the bank is tried. Read at every
   * build, so that one bundler serves for many of them.
   */
  replaced?: ReadonlyMap<string, string>;
}

/** Why something cannot be loaded. */
export interface LoadProblem {
  /** To the learner, each place in front of what is wrong there. */
  message: string;
  /** A file of the checker does not build. One that is missing or has lost an export is the learner's. */
  isOurs: boolean;
}

export interface Bundle {
  /** Exercise id to the file that a worker runs, or to why there is none. */
  entries: Map<string, string | LoadProblem>;
}

/** Builds, and builds again after an edit, reading only what has changed. */
export interface Bundler {
  build(): Promise<Bundle>;
  dispose(): Promise<void>;
}

export async function createBundler(request: BundleRequest): Promise<Bundler> {
  const folder = scratchFolder();
  const whole = await contextOf(request, request.exercises, join(folder, 'n'));
  let round = 0;
  return {
    async build() {
      const into = join(folder, String(round++));
      mkdirSync(into, { recursive: true });
      const problem = await attempt(whole, into);
      if (!problem) return { entries: new Map(request.exercises.map((id) => [id, join(into, `${id}.mjs`)])) };
      return { entries: await buildApart(request, into, problem) };
    },
    async dispose() {
      await whole.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Bundles once and hands the result to `use`; the files are gone afterwards. */
export async function withBundle<T>(request: BundleRequest, use: (bundle: Bundle) => Promise<T>): Promise<T> {
  const bundler = await createBundler(request);
  try {
    return await use(await bundler.build());
  } finally {
    await bundler.dispose();
  }
}

/** One file that does not parse would spoil the build for all: then each exercise is built by itself. */
async function buildApart(request: BundleRequest, into: string, problem: LoadProblem): Promise<Bundle['entries']> {
  const entries: Bundle['entries'] = new Map();
  if (request.exercises.length === 1) return entries.set(request.exercises[0], problem);
  for (const id of request.exercises) {
    const context = await contextOf(request, [id], join(into, id));
    entries.set(id, (await attempt(context, join(into, id))) ?? join(into, id, `${id}.mjs`));
    await context.dispose();
  }
  return entries;
}

async function attempt(context: BuildContext, into: string): Promise<LoadProblem | undefined> {
  try {
    const { outputFiles = [] } = await context.rebuild();
    await writeAll(outputFiles, into);
    return undefined;
  } catch (thrown) {
    const { errors } = thrown as BuildFailure;
    if (!errors) throw thrown;
    return problemOf(errors);
  }
}

/** Every round gets a folder of its own, since a running Node never loads a module of one path twice. */
async function writeAll(files: { path: string; contents: Uint8Array }[], into: string): Promise<void> {
  const { writeFile, mkdir } = await import('node:fs/promises');
  await mkdir(into, { recursive: true });
  await Promise.all(files.map(({ path, contents }) => writeFile(join(into, nameIn(path)), contents)));
}

function nameIn(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** @param outdir decides the relative paths in the source maps, so it lies as deep as where the files are written */
async function contextOf(request: BundleRequest, exercises: string[], outdir: string): Promise<BuildContext> {
  const { context } = await import('esbuild');
  const { lesson, reference, replaced, sealed } = request;
  const tests = join(root, 'checker', folderOf(lesson));
  const conditions = [...reference].map((layer) => `solved-${layer}`);
  const plugins = replacing(replaced);
  const realms = realmPlugin(lesson.realms ?? [], { conditions, plugins });
  return context({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(exercises.map((id) => [id, join(tests, `${id}.test.ts`)])),
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node20',
    packages: 'external',
    conditions,
    sourcemap: 'linked',
    sourcesContent: false,
    tsconfigRaw: {},
    logLevel: 'silent',
    plugins: [realms, ...(sealed ? [sealedPlugin()] : []), ...plugins],
  });
}

function replacing(texts: ReadonlyMap<string, string> | undefined): Plugin[] {
  if (!texts) return [];
  const setup: Plugin['setup'] = (build) => {
    build.onLoad({ filter: /[\\/](solutions|lessons)[\\/].*\.ts$/ }, ({ path }) => {
      const contents = texts.get(relative(root, path).replaceAll('\\', '/'));
      return contents === undefined ? undefined : { contents, loader: 'ts' };
    });
  };
  return [{ name: 'replaced', setup }];
}

/** esbuild's words, turned into the learner's: about their file, and what to do. */
function problemOf(errors: Message[]): LoadProblem {
  const message = errors.slice(0, 3).map(inWords).join('\n');
  const isTheirs = errors.some(({ location }) => location?.file.startsWith('lessons'));
  return { message, isOurs: !isTheirs && message.startsWith('checker/') };
}

function inWords({ text, location }: Message): string {
  const missingExport = /No matching export in "(.+)" for import "(.+)"/.exec(text);
  if (missingExport) {
    const [, file, name] = missingExport;
    if (location?.file.startsWith('lessons'))
      return `${location.file}:${location.line}: it imports ${name}, which ${file} does not export.`;
    return `${file} no longer exports ${name}, which the tests call. Give it its name back.`;
  }
  const missingFile = /Could not resolve "#?([\w-]+\/[\w./-]+)"/.exec(text);
  if (missingFile && !location?.file.startsWith('lessons')) {
    const lesson = lessons.find(({ name }) => missingFile[1].startsWith(`${name}/`));
    return `the file behind #${missingFile[1]} is gone. \`npm run reset ${lesson?.number ?? ''}\` brings its clean stub back.`;
  }
  const where = location ? `${location.file}:${location.line}:${location.column + 1}: ` : '';
  const line = location ? `\n    ${location.lineText.trim()}` : '';
  return `${where}${text}${line}`;
}
