import { textIfThere } from '../files.ts';

interface Package {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

interface Lock {
  packages?: Record<string, Package>;
}

/** Whether what is installed is not what the lock file asks for, as far as the workbook's own dependencies go. */
export function installNeeded(root: string): boolean {
  const { dependencies, devDependencies } = read<Package>(root, 'package.json');
  const wanted = read<Lock>(root, 'package-lock.json').packages ?? {};
  const installed = read<Lock>(root, 'node_modules/.package-lock.json').packages ?? {};
  return Object.keys({ ...dependencies, ...devDependencies }).some((name) => {
    const place = `node_modules/${name}`;
    return !installed[place] || (wanted[place] && wanted[place].version !== installed[place].version);
  });
}

function read<T extends object>(root: string, path: string): Partial<T> {
  try {
    return JSON.parse(textIfThere(root, path) ?? '{}') as Partial<T>;
  } catch {
    return {};
  }
}
