// The launcher: plain JavaScript, so that it starts without a loader. It builds the program from checker/cli/main.ts
// into the cache when a source has changed since, and hands over. A build takes some 30 ms; a start without one
// reads the time stamps of the sources.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 15)) {
  console.error(
    `Slipway needs Node 20.15 or newer; this is ${process.versions.node}. Install a newer one from nodejs.org.`,
  );
  process.exit(2);
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
process.env.SLIPWAY_ROOT ??= root;

if (!existsSync(join(root, 'node_modules', 'esbuild'))) {
  console.error('The libraries are not installed yet. Type: npm install');
  process.exit(2);
}

const cache = orEnd('Slipway finds no place for what it builds', cacheFolder);
process.env.SLIPWAY_CACHE = cache;
const pointer = join(cache, 'program.json');
const program = current() ?? (await build().catch((thrown) => end(`Slipway cannot be built in ${cache}`, thrown)));
await import(pathToFileURL(join(program, 'main.mjs')).href);

/** Inside the checkout, or, where that cannot be written or is full, beside other temporary files. */
function cacheFolder() {
  const own = join(root, '.slipway', 'cache');
  const probe = join(own, `probe-${process.pid}`);
  try {
    mkdirSync(own, { recursive: true });
    // A full disk still takes an empty file.
    writeFileSync(probe, Buffer.alloc(64 * 1024));
    rmSync(probe);
    return own;
  } catch {
    removeIfThere(probe);
    const user = process.getuid?.() ?? 'user';
    const name = `slipway-${user}-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;
    const elsewhere = join(tmpdir(), name);
    mkdirSync(elsewhere, { recursive: true, mode: 0o700 });
    const modules = join(elsewhere, 'node_modules');
    if (!existsSync(modules)) symlinkSync(join(root, 'node_modules'), modules, 'junction');
    return elsewhere;
  }
}

function removeIfThere(file) {
  try {
    rmSync(file, { force: true });
  } catch {
    // What cannot be removed was never written.
  }
}

function orEnd(words, work) {
  try {
    return work();
  } catch (thrown) {
    return end(words, thrown);
  }
}

function end(words, thrown) {
  console.error(`${words}: ${thrown.errors?.[0]?.text ?? thrown.message}`);
  process.exit(3);
}

/** The built program's folder, if it was built from the sources as they are now. */
function current() {
  try {
    const { folder, inputs } = JSON.parse(readFileSync(pointer, 'utf8'));
    return inputs.every(([file, stamp]) => stampOf(file) === stamp) && existsSync(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

function stampOf(file) {
  const stat = statSync(join(root, file), { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : 'absent';
}

/**
 * Builds into a folder of its own and only then points to it, so that a command which runs meanwhile keeps the program
 * that it has begun with.
 */
async function build() {
  const { build } = await import('esbuild');
  const folder = join(cache, `program-${Date.now()}-${process.pid}`);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'checker/cli/main.ts', worker: 'checker/judge/worker.ts' },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node20',
    // The libraries that the commands draw with are built in, which halves the start; those that a bundle of hidden
    // tests shares with its worker must stay one copy, and esbuild is a program of its own.
    external: ['esbuild', 'fast-check', 'uvu', 'uvu/assert', 'fsevents'],
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    sourcemap: true,
    metafile: true,
    logLevel: 'silent',
  });
  // The libraries change only when the lock file does.
  const sources = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
  const inputs = [...sources, 'checker/cli/slipway.mjs', 'package-lock.json'].map((file) => [file, stampOf(file)]);
  writeFileSync(`${pointer}.${process.pid}`, JSON.stringify({ folder, inputs }));
  renameSync(`${pointer}.${process.pid}`, pointer);
  removeOldPrograms(folder);
  return folder;
}

/** A program that was replaced an hour ago is nobody's any more, except perhaps a watch's, which has loaded what it needs. */
function removeOldPrograms(newest) {
  for (const name of readdirSync(cache)) {
    const [, builtAt] = /^program-(\d+)-\d+$/.exec(name) ?? [];
    const folder = join(cache, name);
    if (builtAt && folder !== newest && Date.now() - builtAt > 3_600_000)
      rmSync(folder, { recursive: true, force: true });
  }
}
