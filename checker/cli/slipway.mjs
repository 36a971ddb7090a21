// The launcher: plain JavaScript, so that it starts without a loader. It builds the program from checker/cli/main.ts
// into the cache when a source has changed since, and hands over. A build takes some 30 ms; a start without one
// reads the time stamps of the sources.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
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

const cache = cacheFolder();
process.env.SLIPWAY_CACHE = cache;
const program = join(cache, 'program');
if (!isCurrent()) await build();
await import(pathToFileURL(join(program, 'main.mjs')).href);

/** Inside the checkout, or, where that cannot be written, beside other temporary files. */
function cacheFolder() {
  const own = join(root, '.slipway', 'cache');
  try {
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'probe'), '');
    return own;
  } catch {
    const user = process.getuid?.() ?? 'user';
    const name = `slipway-${user}-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;
    const elsewhere = join(tmpdir(), name);
    mkdirSync(elsewhere, { recursive: true, mode: 0o700 });
    const modules = join(elsewhere, 'node_modules');
    if (!existsSync(modules)) symlinkSync(join(root, 'node_modules'), modules, 'junction');
    return elsewhere;
  }
}

function isCurrent() {
  try {
    const inputs = JSON.parse(readFileSync(join(program, 'inputs.json'), 'utf8'));
    return inputs.every(([file, stamp]) => stampOf(file) === stamp);
  } catch {
    return false;
  }
}

function stampOf(file) {
  const { mtimeMs, size } = statSync(join(root, file));
  return `${mtimeMs} ${size}`;
}

/** Built aside and moved into place whole, so that two commands started at once do not meet half a program. */
async function build() {
  const { build } = await import('esbuild');
  const aside = `${program}-${process.pid}`;
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'checker/cli/main.ts', worker: 'checker/judge/worker.ts' },
    outdir: aside,
    bundle: true,
    splitting: true,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    metafile: true,
    logLevel: 'error',
  });
  const inputs = Object.keys(metafile.inputs).map((file) => [relative(root, join(root, file)), stampOf(file)]);
  writeFileSync(join(aside, 'inputs.json'), JSON.stringify(inputs));
  rmSync(program, { recursive: true, force: true });
  try {
    renameSync(aside, program);
  } catch {
    rmSync(aside, { recursive: true, force: true });
  }
}
