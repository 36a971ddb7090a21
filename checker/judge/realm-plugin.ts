/**
 * Gives `realm.ts` its contents in a bundle: the lesson's own modules, bundled once more into a text of which every
 * evaluation is a realm of its own.
 */
import type { BuildOptions, Plugin } from 'esbuild';
import { root } from '../paths.ts';

const filter = /checker[\\/]judge[\\/]realm\.ts$/;

/**
 * @param aliases the modules that realms may be opened for, such as `#raft/raft.ts`
 * @param options how the rest of the bundle is built, as far as it matters for the lesson's code
 */
export function realmPlugin(aliases: readonly string[], options: Pick<BuildOptions, 'conditions' | 'plugins'>): Plugin {
  return {
    name: 'realm',
    setup(build) {
      build.onLoad({ filter }, async () => {
        const { metafile, outputFiles } = await build.esbuild.build({
          ...options,
          stdin: { contents: entryOf(aliases), resolveDir: root, loader: 'ts' },
          absWorkingDir: root,
          bundle: true,
          write: false,
          metafile: true,
          format: 'iife',
          globalName: 'modules',
          platform: 'node',
          target: 'node20',
          tsconfigRaw: {},
          logLevel: 'silent',
        });
        return { contents: moduleOf(outputFiles[0].text), loader: 'js', watchFiles: Object.keys(metafile.inputs) };
      });
    },
  };
}

function entryOf(aliases: readonly string[]): string {
  return aliases
    .map((alias, i) => `export * as m${i} from '${alias}';`)
    .concat(`export const order = ${JSON.stringify(aliases)};`)
    .join('\n');
}

function moduleOf(code: string): string {
  return `
    import { Script } from 'node:vm';
    const script = new Script(${JSON.stringify(`(() => { ${code}; return modules; })()`)}, { filename: 'realm.js' });
    export function openRealm(alias) {
      const modules = script.runInThisContext();
      return modules['m' + modules.order.indexOf(alias)];
    }`;
}
