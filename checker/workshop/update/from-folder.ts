import { baseOf } from '../bases.ts';
import { stubTexts } from '../files.ts';
import { carryOut, type Request } from './carry-out.ts';
import { applyRest, restOf, shippedStubs, versionOf, workbookAt } from './folder.ts';
import type { Outcome } from './report.ts';

/**
 * Updates from an unpacked newer workbook.
 *
 * @throws {UsageError} where the folder is none
 * @throws {Refusal} as {@link carryOut}
 */
export function updateFromFolder(request: Request & { folder: string }): Outcome {
  const { root, folder, beforeStep } = request;
  const there = workbookAt(root, folder);
  const theirs = shippedStubs(there);
  const present = stubTexts(root);
  const rest = restOf(root, there);
  return carryOut(request, {
    to: `${folder} (version ${versionOf(there)})`,
    theirs,
    basesOf: (path) => [baseOf(root, path) ?? present.get(path)].filter((base) => base !== undefined),
    baseAfter: (path) => theirs.get(path),
    rest: [...rest.written, ...rest.removed],
    applyRest: () => applyRest(root, there, rest, beforeStep),
  });
}
