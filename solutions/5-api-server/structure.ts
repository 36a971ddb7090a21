/**
 * The first step of a write: what the object claims to be, it must look like. All steps behind it may trust the types.
 *
 *     kind: ConfigMap, for a pod      another kind     400, whatever the client says
 *     spec: { replicas: "3" }         wrong type       400, whatever the client says
 *     spec: { replcas: 3 }            unknown field    Strict: 400    Warn: a warning    Ignore: nothing is said
 *                                                      and, unless refused, the field is not stored
 *
 * Of a built-in kind only the first wrong type is told: nobody can read on behind it. Of a custom kind all are, by their
 * fields.
 *
 * Source: Kubernetes documentation, "Kubernetes API Concepts", "Field validation".
 */

import type { WriteStep } from '#kit/kubernetes/http.ts';

//: solution

import { checkKind, decodingError, strictDecodingError, unknownFieldText } from '#kit/kubernetes/decoding-errors.ts';
import { schemaOf } from '#kit/kubernetes/definitions.ts';
import type { Write } from '#kit/kubernetes/http.ts';
import { pruneObject } from '#kit/kubernetes/prune.ts';
import { apiVersionOf } from '#kit/kubernetes/resources.ts';
import { type StructuralFaults, structuralFaults } from '#kit/kubernetes/schema.ts';
import { invalid } from '#kit/kubernetes/status.ts';
//: end

/**
 * Compares the object with its schema (`schemaOf`), and returns the write with an object that has no unknown fields and no
 * nulls; it has `metadata`, and the apiVersion and kind of the resource where it says none. A delete passes.
 *
 * - Another apiVersion or kind, as a patch may have made of it: what `checkKind` throws, before all else.
 * - Wrong types of a built-in kind: `decodingError` with the text of the first.
 * - Wrong types of a custom kind: `invalid` with all of them.
 * - Unknown fields: by `fieldValidation`, `strictDecodingError` with the text of each (`unknownFieldText`), one warning for
 *   each with this text, or nothing. Wrong types come first.
 *
 * Rejects with `BadRequest` or `Invalid`.
 */
export const checkStructure: WriteStep = async (write) => {
  //: todo 5.4 Look at the kind; find the faults; refuse, warn or stay silent; then cut the object to its schema.
  if (!write.object) return write;
  const { resource, object, fieldValidation } = write;
  checkKind(object, resource);
  const faults = structuralFaults(schemaOf(resource), object, resource.kind);
  refuseWrongTypes(write, faults);
  const texts = faults.unknown.map(unknownFieldText);
  if (fieldValidation === 'Strict' && texts.length > 0) throw strictDecodingError(resource, texts);
  const warnings = fieldValidation === 'Warn' ? texts : [];
  const pruned = pruneObject(resource, object);
  const named = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  return {
    ...write,
    object: { ...pruned, ...named, metadata: pruned.metadata ?? {} },
    warnings: [...write.warnings, ...warnings],
  };
  //: end
};
//: solution

function refuseWrongTypes({ resource, name, object }: Write, { wrong }: StructuralFaults): void {
  if (wrong.length === 0) return;
  if (!resource.custom) throw decodingError(resource, wrong[0].text);
  const errors = wrong.map(({ error }) => error);
  throw invalid(resource, name || String(object!.metadata?.name ?? ''), errors);
}
//: end
