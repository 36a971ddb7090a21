/**
 * Given: what an applier is told who would change what others manage, in Kubernetes' own words.
 *
 *     Apply failed with 1 conflict: conflict with "kubectl": .spec.replicas
 *
 *     Apply failed with 2 conflicts: conflicts with "autoscaler" with subresource "scale" using apps/v1:
 *     - .spec.replicas
 *     conflicts with "kubectl":
 *     - .spec.paused
 */
import { apiFailure } from '#kit/kubernetes/status.ts';
import { type FieldPath, pathInWords } from './field-set.ts';
import type { ManagedEntry } from './managed-fields.ts';

/** A field that somebody else has with another value. */
export interface ApplyConflict {
  path: FieldPath;
  entry: ManagedEntry;
}

/** A `Conflict` with a cause for each, of the reason `FieldManagerConflict`: `kubectl` makes its help text out of these. */
export function conflictFailure(conflicts: readonly ApplyConflict[]): Error {
  const causes = conflicts.map(({ path, entry }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${managerInWords(entry)}`,
    field: pathInWords(path),
  }));
  const [{ message, field }] = causes;
  const what =
    causes.length === 1 ? `1 conflict: ${message}: ${field}` : `${causes.length} conflicts: ${inLines(conflicts)}`;
  return apiFailure('Conflict', `Apply failed with ${what}`, { causes });
}

/** Who updates is told from others by the version, too; who applies is not. */
function managerInWords({ manager, operation, apiVersion, subresource }: ManagedEntry): string {
  const where = subresource ? ` with subresource ${JSON.stringify(subresource)}` : '';
  return JSON.stringify(manager) + where + (operation === 'Update' ? ` using ${apiVersion}` : '');
}

function inLines(conflicts: readonly ApplyConflict[]): string {
  const fields = new Map<string, string[]>();
  for (const { path, entry } of conflicts) {
    const who = managerInWords(entry);
    fields.set(who, [...(fields.get(who) ?? []), `- ${pathInWords(path)}`]);
  }
  const sorted = [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([who, lines]) => [`conflicts with ${who}:`, ...lines]).join('\n');
}
