/**
 * Throw-away workbooks for the tests of reset and update: two small lessons, real folders, real git.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { carryOutGeneration, planGeneration } from '../../checker/workshop/generate.ts';

export const store = 'lessons/1-kv-store/store.ts';
export const wal = 'lessons/2-wal/log.ts';

/** A lesson's solution with three exercises' bodies, far enough apart to be merged one by one. */
export const storeSolution = `/**
 * A store.
 */
import { utf8 } from '#kit/bytes.ts';

//: solution
import { secret } from './secret.ts';
//: end

export interface Store {
  get(key: string): string | undefined;
  put(key: string, value: string): void;
  size(): number;
}

/** An empty store. */
export function createStore(): Store {
  //: solution
  const entries = new Map<string, string>();
  //: end
  return {
    get(key) {
      //: todo 1.1 Find the value.
      return entries.get(key);
      //: end
    },

    put(key, value) {
      //: todo 1.1 Keep the value.
      entries.set(key, value);
      //: end
    },

    size() {
      //: todo 1.2 Count the keys.
      return entries.size + secret(utf8);
      //: end
    },
  };
}
`;

const secretSolution = `//: solution file
export function secret(from: unknown): number {
  return from === undefined ? 1 : 0;
}
`;

const walSolution = `/** Writes a line. */
export function append(line: string): string {
  //: todo 2.1 Frame the line.
  return line;
  //: end
}
`;

export interface Workbook {
  root: string;
  read(path: string): string;
  write(path: string, text: string): void;
  edit(path: string, find: string, replace: string): void;
  has(path: string): boolean;
  remove(path: string): void;
  /** Makes the stubs of the solutions, as an author does. */
  generate(): void;
  git(...args: string[]): string;
}

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-test-'));
  folders.push(folder);
  return folder;
}

export function workbookIn(root: string): Workbook {
  const book: Workbook = {
    root,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    edit(path, find, replace) {
      const text = book.read(path);
      if (!text.includes(find)) throw new Error(`${path} does not have ${find}`);
      book.write(path, text.replace(find, replace));
    },
    has: (path) => existsSync(join(root, path)),
    remove: (path) => rmSync(join(root, path), { recursive: true }),
    generate: () => void carryOutGeneration(root, planGeneration(root)),
    git: (...args) =>
      execFileSync('git', ['-C', root, '-c', 'user.name=A', '-c', 'user.email=a@b', ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }).trim(),
  };
  return book;
}

/** A workbook as it is shipped, without git. */
export function freshWorkbook(): Workbook {
  const book = workbookIn(emptyFolder());
  book.write('package.json', '{ "name": "slipway", "version": "0.1.0" }\n');
  book.write('.gitignore', 'node_modules/\n.slipway/\n');
  book.write('README.md', '# Slipway\n');
  book.write('lessons/kit/bytes.ts', 'export const utf8 = (text: string) => text;\n');
  book.write('lessons/1-kv-store/README.md', '# Lesson 1\n');
  book.write('solutions/1-kv-store/store.ts', storeSolution);
  book.write('solutions/1-kv-store/secret.ts', secretSolution);
  book.write('solutions/2-wal/log.ts', walSolution);
  book.write('checker/paths.ts', 'export {};\n');
  book.generate();
  rmSync(join(book.root, '.slipway'), { recursive: true });
  return book;
}

export interface Published {
  author: Workbook;
  learner: Workbook;
  /** The bare repository between the two. */
  upstream: string;
  /** What holds the three. */
  folder: string;
}

/** An author's checkout, its bare upstream, and a learner's clone of it. */
export function publishedWorkbook(): Published {
  template ??= firstPublished();
  return copyOf(template);
}

/** Made once and copied: a dozen calls of git for every test would take most of the time. */
let template: Published | undefined;

function firstPublished(): Published {
  const published = publishedIn(emptyFolder());
  const { author, learner, upstream, folder } = published;
  cpSync(freshWorkbook().root, author.root, { recursive: true });
  author.git('init', '--quiet', '--template=', '--initial-branch', 'main');
  author.git('add', '--all');
  author.git('commit', '--quiet', '--message', 'first');
  author.git('clone', '--quiet', '--template=', '--bare', author.root, join(folder, 'upstream.git'));
  author.git('remote', 'add', 'origin', upstream);
  author.git('clone', '--quiet', '--template=', upstream, learner.root);
  return published;
}

/** The same three, in a folder of their own. */
export function copyOf({ folder }: Published): Published {
  const copy = publishedIn(emptyFolder());
  cpSync(folder, copy.folder, { recursive: true });
  for (const { read, write } of [copy.author, copy.learner])
    write('.git/config', read('.git/config').replaceAll(folder, copy.folder));
  return copy;
}

function publishedIn(folder: string): Published {
  const [author, learner] = ['author', 'learner'].map((name) => workbookIn(join(folder, name)));
  return { author, learner, upstream: join(folder, 'upstream.git'), folder };
}

/** The author changes something, generates and publishes. */
export function publish(author: Workbook, change: () => void): void {
  change();
  author.generate();
  author.git('add', '--all');
  author.git('commit', '--quiet', '--allow-empty', '--message', 'newer');
  author.git('push', '--quiet', 'origin', 'main');
}

/** A copy of the workbook as somebody unpacks it: without git and without state. */
export function unpacked(book: Workbook): Workbook {
  const folder = join(emptyFolder(), 'slipway-main');
  cpSync(book.root, folder, { recursive: true });
  for (const name of ['.git', '.slipway']) rmSync(join(folder, name), { recursive: true, force: true });
  return workbookIn(folder);
}
