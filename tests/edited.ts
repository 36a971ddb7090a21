/** Modules of the reference with an edit in them, for tests that see to it that a mistake is caught. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

export interface Edit {
  /** The file's name, unique among what the entry imports. */
  file: string;
  /** Stands in it once. */
  find: string;
  replace: string;
}

/** Loads a module with all that it imports, an edit made if there is one, everything below it the reference's. */
export async function edited<Exports>(entry: string, edit?: Edit): Promise<Exports> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['solved-kv-store', 'solved-wal', 'solved-raft', 'solved-revisions'],
    plugins: edit ? [editing(edit)] : [],
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

function editing({ file, find, replace }: Edit): Plugin {
  return {
    name: 'edit',
    setup(build) {
      build.onLoad({ filter: new RegExp(`/${file}$`) }, ({ path }) => {
        const source = readFileSync(path, 'utf8');
        const found = source.split(find).length - 1;
        if (found !== 1) throw new Error(`"${find}" stands ${found} times in ${relative('.', path)}`);
        return { contents: source.replace(find, () => replace), loader: 'ts' };
      });
    },
  };
}
