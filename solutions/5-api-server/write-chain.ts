/**
 * Given: steps of a write, one after another, and the registry's own among them.
 */
import type { WriteStep } from '#kit/kubernetes/http.ts';
import { inPlaceOf } from './service-types.ts';
import { type Origin, prepareForCreate, prepareForUpdate } from './write.ts';

/**
 * One step made of several. A step may return a new list of warnings; what is in it at the end is told to the client,
 * once, however often the chain is run.
 *
 * @param steps looked at when a write comes
 */
export function inOrder(steps: readonly WriteStep[]): WriteStep {
  return async (given) => {
    // A step that adds to the list in its hands adds to this one, not to the client's.
    let write = { ...given, warnings: [...given.warnings] };
    for (const step of steps) write = await step(write);
    const { warnings } = given;
    const told = new Set(warnings);
    for (const warning of new Set(write.warnings)) if (!told.has(warning)) warnings.push(warning);
    return { ...write, warnings };
  };
}

/** The registry's own step: what it answers for is put into the object. A delete passes. */
export function prepare(origin: Origin): WriteStep {
  return async (write) => {
    if (!write.object) return write;
    const object =
      write.operation === 'create' ? prepareForCreate(write, origin) : inPlaceOf(write.old!, prepareForUpdate(write));
    return { ...write, object, name: object.metadata.name };
  };
}
