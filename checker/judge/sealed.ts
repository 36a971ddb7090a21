/**
 * The sealed build: hidden tests reach the lesson's code only through the membrane. An alias that a file of the
 * checker imports is answered with a small module that hands on each export across; files of a lesson keep importing
 * each other directly, as they would inside a realm of their own.
 */
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { OnResolveArgs, Plugin } from 'esbuild';
import { root } from '../paths.ts';

const namespace = 'sealed';

export function sealedPlugin(): Plugin {
  return {
    name: 'sealed',
    setup(build) {
      // The filter runs in Go, which knows no look-ahead.
      build.onResolve({ filter: /^#/ }, async (args) => {
        if (args.path.startsWith('#kit/') || args.namespace === namespace || !isOfChecker(args)) return undefined;
        return { path: args.path, namespace, pluginData: { resolveDir: args.resolveDir } };
      });
      build.onLoad({ filter: /.*/, namespace }, async ({ path, pluginData }) => {
        const { resolveDir } = pluginData as { resolveDir: string };
        const { path: file, errors } = await build.resolve(path, { resolveDir, kind: 'import-statement', namespace });
        if (errors.length > 0) return { errors };
        return {
          contents: moduleThatHandsOn(path, await exportsOf(file)),
          resolveDir,
          loader: 'ts',
          watchFiles: [file],
        };
      });
    },
  };
}

function isOfChecker({ importer }: OnResolveArgs): boolean {
  return relative(root, importer).startsWith(`checker${sep}`);
}

function moduleThatHandsOn(path: string, names: string[]): string {
  const membrane = JSON.stringify(join(root, 'checker', 'judge', 'membrane.ts'));
  return [
    `import * as inside from ${JSON.stringify(path)};`,
    `import { boundary } from ${membrane};`,
    ...names.map((name) => `export const ${name} = boundary.toOutside(inside.${name});`),
  ].join('\n');
}

const known = new Map<string, { contents: string; names: string[] }>();

/** The names of a module's exports that exist at run time. */
async function exportsOf(file: string): Promise<string[]> {
  const contents = await readFile(file, 'utf8');
  const before = known.get(file);
  if (before?.contents === contents) return before.names;
  const names = await namesIn(contents, file);
  known.set(file, { contents, names });
  return names;
}

async function namesIn(contents: string, file: string): Promise<string[]> {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    stdin: { contents, loader: 'ts', sourcefile: file },
    write: false,
    bundle: false,
    format: 'esm',
    metafile: true,
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs)[0].exports;
}
