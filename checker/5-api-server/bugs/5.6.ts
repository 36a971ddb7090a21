import type { Bug } from '../../judge/lesson.ts';

const storage = 'storage.ts';
const write = 'write.ts';
const deletion = 'deletion.ts';
const registry = 'registry.ts';
const names = 'names.ts';

export const bugs: Bug[] = [
  {
    id: 'generation-counts-every-write',
    exercise: '5.6',
    mistake: 'the generation counts every update, and so changes of labels as well',
    edits: [
      {
        file: write,
        find: 'resource.hasGeneration && !sameRequest(prepared, old);',
        replace: 'resource.hasGeneration;',
      },
    ],
  },
  {
    id: 'generation-counts-metadata',
    exercise: '5.6',
    mistake: 'a change of the metadata counts as a change of what is asked for',
    edits: [
      {
        file: write,
        find: '({ ...object, metadata: undefined, status: undefined });',
        replace: '({ ...object, status: undefined });',
      },
    ],
  },
  {
    id: 'generation-not-counted',
    exercise: '5.6',
    mistake: 'the generation stays 1 for ever',
    edits: [
      { file: write, find: 'return asksForMore ? nextGeneration(prepared) : prepared;', replace: 'return prepared;' },
    ],
  },
  {
    id: 'status-by-the-main-door',
    exercise: '5.6',
    mistake: 'a write of the object writes the status as well',
    edits: [
      { file: write, find: "resource.hasStatus && subresource !== 'binding';", replace: "subresource === 'none';" },
    ],
  },
  {
    id: 'status-write-takes-all',
    exercise: '5.6',
    mistake: 'a write of the status stores the whole object that was sent',
    edits: [
      {
        file: write,
        find: "if (subresource === 'status') return withStatus(old, object.status);",
        replace: "if (subresource === 'status') return { ...object, metadata: metadataOf(object, old) };",
      },
    ],
  },
  {
    id: 'status-at-creation',
    exercise: '5.6',
    mistake: 'a new object keeps the status that the client has made up',
    edits: [
      {
        file: write,
        find: 'withStatus(prepared, initialStatus(resource, object))',
        replace: 'withStatus(prepared, object.status ?? initialStatus(resource, object))',
      },
    ],
  },
  {
    id: 'conflict-swallowed',
    exercise: '5.6',
    mistake: 'a resourceVersion that is no longer current is passed over, and the last writer wins',
    edits: [
      {
        file: write,
        find: 'if (seen.resourceVersion && seen.resourceVersion !== is.resourceVersion) throw conflict(resource, name);',
        replace: '',
      },
    ],
  },
  {
    id: 'older-is-a-conflict-newer-is-not',
    exercise: '5.6',
    mistake: 'only an older resourceVersion is a conflict, as if resourceVersions were numbers to compare',
    edits: [
      {
        file: write,
        find: 'seen.resourceVersion !== is.resourceVersion)',
        replace: 'Number(seen.resourceVersion) < Number(is.resourceVersion))',
      },
    ],
  },
  {
    id: 'uid-of-another-object',
    exercise: '5.6',
    mistake: 'an update that names the uid of another object is done',
    edits: [{ file: write, find: 'if (seen.uid && seen.uid !== is.uid) {', replace: 'if (!seen) {' }],
  },
  {
    id: 'uid-new-at-each-update',
    exercise: '5.6',
    mistake: 'an update that does not name the uid loses it',
    edits: [
      {
        file: write,
        find: 'const kept = { name, namespace, uid, resourceVersion,',
        replace: 'const kept = { name, namespace, uid: object.metadata.uid && uid, resourceVersion,',
      },
    ],
  },
  {
    id: 'creation-time-from-the-client',
    exercise: '5.6',
    mistake: 'a client that says when its object was created is believed',
    edits: [
      {
        file: write,
        find: 'creationTimestamp: timestamp(origin.now()),',
        replace: 'creationTimestamp: metadata.creationTimestamp ?? timestamp(origin.now()),',
      },
    ],
  },
  {
    id: 'mark-from-the-client',
    exercise: '5.6',
    mistake: 'a client can mark an object as deleted by an update, and take the mark off',
    edits: [
      {
        file: write,
        find: '...kept, deletionTimestamp, deletionGracePeriodSeconds, selfLink: undefined });',
        replace: '...kept, selfLink: undefined });',
      },
    ],
  },
  {
    id: 'new-finalizers-while-deleted',
    exercise: '5.6',
    mistake: 'finalizers can be added to an object that is being deleted',
    edits: [{ file: write, find: 'if (added.length === 0) return;', replace: 'if (added.length >= 0) return;' }],
  },
  {
    id: 'no-op-writes',
    exercise: '5.6',
    mistake: 'an update that changes nothing is written all the same, and wakes every watcher',
    edits: [
      {
        file: storage,
        find: 'if (current && decision.object && isSame(current, decision.object)) return current;',
        replace: '',
      },
    ],
  },
  {
    id: 'resource-version-is-stored',
    exercise: '5.6',
    mistake: 'the value in etcd has the resourceVersion of the time before in it',
    edits: [
      {
        file: storage,
        find: 'object ? put(key, encodeStored(object), lease)',
        replace: 'object ? put(key, new TextEncoder().encode(JSON.stringify(object)), lease)',
      },
    ],
  },
  {
    id: 'no-compare',
    exercise: '5.6',
    mistake: 'the transaction has no condition, so that the last of two writers wins',
    edits: [
      {
        file: storage,
        find: 'const compare = [stillAt(key, expected), ...claims',
        replace: 'const compare = [...(expected < 0 ? [stillAt(key, expected)] : []), ...claims',
      },
    ],
  },
  {
    id: 'claims-without-condition',
    exercise: '5.6',
    mistake: 'what somebody else has claimed is taken from them',
    edits: [
      {
        file: storage,
        find: 'const compare = [stillAt(key, expected), ...claims.map((claim) => stillAt(claim, 0))];',
        replace: 'const compare = [stillAt(key, expected)];',
      },
    ],
  },
  {
    id: 'prefix-without-slash',
    exercise: '5.6',
    mistake: 'the list of the namespace "a" holds the namespace "ab", too',
    edits: [
      {
        file: storage,
        find: 'const prefix = registryPrefix({ resource, namespace });\n      const keys',
        replace: 'const prefix = registryPrefix({ resource, namespace }).slice(0, -1);\n      const keys',
      },
    ],
  },
  {
    id: 'list-always-now',
    exercise: '5.6',
    mistake: 'a list of an older revision is read as it is now',
    edits: [
      {
        file: storage,
        find: 'etcd.range({ ...keys, revision, limit })',
        replace: 'etcd.range({ ...keys, limit })',
      },
    ],
  },
  {
    id: 'created-over-an-old-one',
    exercise: '5.6',
    mistake: 'a create of a name that is taken takes the place of the object that is there',
    edits: [
      {
        file: registry,
        find: 'storage.commit({ key, expected: 0, ...decision })',
        replace:
          'storage.commit({ key, expected: Number((await storage.get(key))?.metadata.resourceVersion ?? 0), ...decision })',
      },
    ],
  },
  {
    id: 'made-up-name-tried-once',
    exercise: '5.6',
    mistake: 'a made-up name that is taken is the end, instead of another one being made up',
    edits: [{ file: registry, find: '(!isMadeUp || attempt === namesTriedMax)', replace: '(isMadeUp || !isMadeUp)' }],
  },
  {
    id: 'made-up-name-too-long',
    exercise: '5.6',
    mistake: 'a long generateName is not cut, so that no valid name comes of it',
    edits: [{ file: names, find: 'beginning.slice(0, nameLengthMax - generatedLength) +', replace: 'beginning +' }],
  },
  {
    id: 'chain-only-once',
    exercise: '5.6',
    mistake: 'after a lost race what was to be written is written over what is there now, and nobody judges it again',
    edits: [
      {
        file: registry,
        find: 'const onStored = async (old: KubernetesObject | undefined, taken: ObjectKey[]) => {',
        replace:
          'const onStored = async (old: KubernetesObject | undefined, taken: ObjectKey[]) => {\n      if (write?.object) return committed(write, taken);',
      },
    ],
  },
  {
    id: 'undone-not-told',
    exercise: '5.6',
    mistake: 'a write that has lost its race is not told to those who have counted it',
    edits: [{ file: registry, find: '      await undone(lost);\n', replace: '      if (!lost) await undone(lost);\n' }],
  },
  {
    id: 'given-back-though-it-may-be-done',
    exercise: '5.6',
    mistake: 'a write of which nobody knows whether it was done gives back what it has taken, and may be using it',
    edits: [{ file: registry, find: "return codeOf(thrown) === 'Timeout';", replace: 'return !thrown;' }],
  },
  {
    id: 'nothing-given-back-after-an-error',
    exercise: '5.6',
    mistake: 'a write that etcd has refused keeps what it has taken',
    edits: [
      { file: registry, find: "return codeOf(thrown) === 'Timeout';", replace: 'return codeOf(thrown) !== undefined;' },
    ],
  },
  {
    id: 'finalizers-ignored',
    exercise: '5.6',
    mistake: 'a delete removes the object whatever finalizers it has',
    edits: [
      {
        file: deletion,
        find: 'if (grace === 0 && finalizersOf(held).length === 0) return undefined;',
        replace: 'if (grace === 0) return undefined;',
      },
    ],
  },
  {
    id: 'last-finalizer-leaves-it',
    exercise: '5.6',
    mistake: 'a marked object stays for ever when its last finalizer comes off',
    edits: [
      {
        file: registry,
        find: "return isFinished(object) ? { ...write, operation: 'delete', object: undefined } :",
        replace: "return !object ? { ...write, operation: 'delete', object: undefined } :",
      },
    ],
  },
  {
    id: 'unmarked-is-finished',
    exercise: '5.6',
    mistake: 'an object whose last finalizer comes off is removed, though nobody has deleted it',
    edits: [
      {
        file: deletion,
        find: 'return deletionTimestamp !== undefined && !deletionGracePeriodSeconds',
        replace: 'return (deletionTimestamp !== undefined || object.kind !== "") && !deletionGracePeriodSeconds',
      },
    ],
  },
  {
    id: 'mark-moved-by-a-second-delete',
    exercise: '5.6',
    mistake: 'a second delete sets the mark anew, so that a pod never comes to its end',
    edits: [{ file: deletion, find: 'if (!isSooner) return held;', replace: '' }],
  },
  {
    id: 'grace-for-every-kind',
    exercise: '5.6',
    mistake: 'a Deployment gets a grace period, though nobody has anything to stop',
    edits: [{ file: deletion, find: "if (object.kind !== 'Pod') return 0;", replace: '' }],
  },
  {
    id: 'grace-without-a-node',
    exercise: '5.6',
    mistake: 'a pod that is on no node waits for a kubelet',
    edits: [{ file: deletion, find: 'if (!nodeName || phase', replace: 'if (phase' }],
  },
  {
    id: 'mark-is-now',
    exercise: '5.6',
    mistake: 'the deletionTimestamp is the moment of the delete, not the end of the grace period',
    edits: [{ file: deletion, find: 'timestamp(now + grace * 1000)', replace: 'timestamp(now)' }],
  },
  {
    id: 'preconditions-ignored',
    exercise: '5.6',
    mistake: 'a delete that is meant for another object of the same name is done',
    edits: [{ file: registry, find: '        checkPreconditions(target, old, options.preconditions);\n', replace: '' }],
  },
  {
    id: 'orphan-and-foreground',
    exercise: '5.6',
    mistake: 'a new policy is added to the one of an earlier delete, so that both are asked for',
    edits: [
      {
        file: deletion,
        find: "finalizer !== 'orphan' && finalizer !== 'foregroundDeletion');",
        replace: 'finalizer !== wanted);',
      },
    ],
  },
];
