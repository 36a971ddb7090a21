import type { Bug } from '../../judge/lesson.ts';

const storage = 'storage.ts';
const write = 'write.ts';
const deletion = 'deletion.ts';
const registry = 'registry.ts';

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
    edits: [{ file: registry, find: 'if (lost) await cameToNothing(lost);', replace: '' }],
  },
  {
    id: 'given-back-though-it-may-be-done',
    exercise: '5.6',
    mistake: 'a write of which nobody knows whether it was done gives back what it has taken, and may be using it',
    edits: [
      {
        file: registry,
        find: 'if (!mayBeDone(thrown)) await giveBack();',
        replace: 'await giveBack();',
      },
    ],
  },
  {
    id: 'nothing-given-back-after-an-error',
    exercise: '5.6',
    mistake: 'a write that etcd has refused keeps what it has taken',
    edits: [
      { file: registry, find: 'if (!mayBeDone(thrown)) await giveBack();', replace: '' },
      { file: registry, find: 'if (!mayBeDone(thrown)) await cameToNothing(admitted);', replace: '' },
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
    edits: [{ file: deletion, find: 'if (isMarked && grace >= graceBefore) return held;', replace: '' }],
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
    edits: [{ file: deletion, find: 'timestamp(start + grace * 1000)', replace: 'timestamp(start)' }],
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
  {
    id: 'second-delete-counts-from-now',
    exercise: '5.6',
    mistake: 'a second delete with a shorter grace period counts from now, so that the end moves away',
    edits: [
      {
        file: deletion,
        find: 'const start = isMarked ? Date.parse(String(deletionTimestamp)) - graceBefore * 1000 : now;',
        replace: 'const start = now;',
      },
    ],
  },
  {
    id: 'finished-before-its-time',
    exercise: '5.6',
    mistake: 'a pod that has still 30 s to stop is removed by whatever is written to it next',
    edits: [
      {
        file: deletion,
        find: 'return deletionTimestamp !== undefined && !deletionGracePeriodSeconds && finalizersOf',
        replace: 'return deletionTimestamp !== undefined && finalizersOf',
      },
    ],
  },
  {
    id: 'policy-replaces-all-finalizers',
    exercise: '5.6',
    mistake: 'a propagation policy throws away the finalizers of everybody else',
    edits: [
      {
        file: deletion,
        find: 'const finalizers = wanted ? [...others, wanted] : others;',
        replace: 'const finalizers = wanted ? [wanted] : others.slice(others.length);',
      },
    ],
  },
  {
    id: 'marked-stays-though-grace-is-0',
    exercise: '5.6',
    mistake: 'a pod that is marked stays when its kubelet deletes it with grace 0',
    edits: [
      {
        file: deletion,
        find: 'if (grace === 0 && finalizersOf(held).length === 0) return undefined;',
        replace: 'if (!deletionTimestamp && grace === 0 && finalizersOf(held).length === 0) return undefined;',
      },
    ],
  },
  {
    id: 'secrets-stored-unfolded',
    exercise: '5.6',
    mistake: 'the stringData of a new Secret is stored as it was sent',
    edits: [
      {
        file: write,
        find: 'return keptFields(resource.hasStatus ? withStatus(prepared, initialStatus(resource, object)) : prepared);',
        replace: 'return resource.hasStatus ? withStatus(prepared, initialStatus(resource, object)) : prepared;',
      },
    ],
  },
  {
    id: 'namespace-loses-its-finalizer',
    exercise: '5.6',
    mistake: 'an update takes the finalizer of a namespace off, and it goes before its content',
    edits: [
      {
        file: write,
        find: "const prepared = keptFields(whole, subresource === 'finalize' ? undefined : old);",
        replace: 'const prepared = keptFields(whole);',
      },
    ],
  },
  {
    id: 'kept-fields-only-in-a-create',
    exercise: '5.6',
    mistake: 'what is folded in a new object is not folded in an update',
    edits: [
      {
        file: write,
        find: "const prepared = keptFields(whole, subresource === 'finalize' ? undefined : old);",
        replace: 'const prepared = keptFields(old, old) ? whole : old;',
      },
    ],
  },
  {
    id: 'never-finalized',
    exercise: '5.6',
    mistake: '`finalize` keeps the finalizer of a namespace like any other update, so no namespace ever goes',
    edits: [
      {
        file: write,
        find: "const prepared = keptFields(whole, subresource === 'finalize' ? undefined : old);",
        replace: 'const prepared = keptFields(whole, old);',
      },
    ],
  },
  {
    id: 'generation-for-every-kind',
    exercise: '5.6',
    mistake: 'kinds without a generation get one with their first update',
    edits: [
      {
        file: write,
        find: 'const asksForMore = resource.hasGeneration && !sameRequest',
        replace: 'const asksForMore = !sameRequest',
      },
    ],
  },
  {
    id: 'generation-of-the-spec-alone',
    exercise: '5.6',
    mistake: 'the generation counts changes of the spec, and not of what else is asked for beside it',
    edits: [
      {
        file: write,
        find: '({ ...object, metadata: undefined, status: undefined });',
        replace: '({ spec: object.spec });',
      },
    ],
  },
  {
    id: 'managed-fields-lost',
    exercise: '5.6',
    mistake: 'a client that sends no managedFields takes those that are there away',
    edits: [
      {
        file: write,
        find: 'const managedFields = object.metadata.managedFields ?? old.metadata.managedFields;',
        replace: 'const managedFields = object.metadata.managedFields;',
      },
    ],
  },
  {
    id: 'node-in-a-namespace',
    exercise: '5.6',
    mistake: 'an object of the cluster that says a namespace is accepted',
    edits: [
      {
        file: write,
        find: "if ((metadata.namespace ?? '') === '' || metadata.namespace === namespace) return;",
        replace: 'if (!metadata.namespace || !namespace || metadata.namespace === namespace) return;',
      },
    ],
  },
  {
    id: 'last-write-not-remembered',
    exercise: '5.6',
    mistake: 'nobody remembers what was written last, so a server does not see its own writes',
    edits: [
      {
        file: storage,
        find: 'lastWrites.set(key.resource, Math.max(revision, lastWrites.get(key.resource) ?? 0));\n',
        replace: '\n',
      },
    ],
  },
  {
    id: 'claims-without-an-owner',
    exercise: '5.6',
    mistake: 'a claim has an empty value, so nobody can tell whose it is',
    edits: [{ file: storage, find: 'put(claim, registryKey(key))', replace: 'put(claim, new Uint8Array())' }],
  },
  {
    id: 'etcd-error-of-a-get',
    exercise: '5.6',
    mistake: 'what etcd says when a get fails is handed to the client as it is',
    edits: [
      {
        file: storage,
        find: 'const { kvs } = await orApiFailure(etcd.range({ key: registryKey(key) }));',
        replace: 'const { kvs } = await etcd.range({ key: registryKey(key) });',
      },
    ],
  },
  {
    id: 'etcd-error-of-a-transaction',
    exercise: '5.6',
    mistake: 'what etcd says when a transaction fails is handed to the client as it is',
    edits: [
      {
        file: storage,
        find: 'await orApiFailure(etcd.txn({ compare, success, failure }));',
        replace: 'await etcd.txn({ compare, success, failure });',
      },
    ],
  },
  {
    id: 'etcd-error-of-a-lease',
    exercise: '5.6',
    mistake: 'what etcd says when a lease is refused is handed to the client as it is',
    edits: [
      { file: storage, find: 'await orApiFailure(leases.leaseFor(ttl));', replace: 'await leases.leaseFor(ttl);' },
    ],
  },
  {
    id: 'dry-run-over-a-taken-name',
    exercise: '5.6',
    mistake: 'a dry run of a create says that all is well though the name is taken',
    edits: [
      {
        file: registry,
        find: 'return current ? { done: false, current, taken: [] } : { done: true, object: object! };',
        replace: 'return { done: true, object: object ?? current! };',
      },
    ],
  },
  {
    id: 'dry-run-gives-back',
    exercise: '5.6',
    mistake: 'a dry run that is refused gives back what it has never taken',
    edits: [
      { file: registry, find: 'if (!admitted.dryRun) await undone(admitted);', replace: 'await undone(admitted);' },
    ],
  },
  {
    id: 'thrown-in-a-create-not-told',
    exercise: '5.6',
    mistake: 'a create that fails behind the chain keeps what was taken for it',
    edits: [{ file: registry, find: 'if (!mayBeDone(thrown)) await cameToNothing(admitted);', replace: '' }],
  },
  {
    id: 'finish-before-the-net',
    exercise: '5.6',
    mistake: 'what is thrown by `finish` is not noticed, and what the chain has taken is lost',
    edits: [
      {
        file: registry,
        find: '        const outcome = await attemptCreate(admitted, finish, taken);',
        replace:
          '        const finished = finish(admitted);\n        const outcome = await attemptCreate(admitted, () => finished, taken);',
      },
    ],
  },
  {
    id: 'told-twice',
    exercise: '5.6',
    mistake: 'a write that fails is told twice, so a quota gives back twice what it took',
    edits: [
      {
        file: registry,
        find: 'if (!mayBeDone(thrown)) await cameToNothing(admitted);',
        replace: 'if (!mayBeDone(thrown)) for (let time = 0; time < 2; time++) await cameToNothing(admitted);',
      },
    ],
  },
  {
    id: 'removal-keeps-what-was-taken',
    exercise: '5.6',
    mistake: 'an update that ends in a removal keeps what was taken for the object that it never stored',
    edits: [{ file: registry, find: 'if (admitted?.object) await giveBack();', replace: '' }],
  },
  {
    id: 'lost-race-told-as-a-delete',
    exercise: '5.6',
    mistake:
      'an update that was to end in a removal and has lost its race is told as a delete, which has taken nothing',
    edits: [
      {
        file: registry,
        find: 'if (lost) await cameToNothing(lost);',
        replace: 'if (lost) await cameToNothing(write ?? lost);',
      },
    ],
  },
  {
    id: 'object-in-a-delete',
    exercise: '5.6',
    mistake: 'the chain is handed the object that is to go as if it were to be stored',
    edits: [
      {
        file: registry,
        find: "admit({ ...target, operation: 'delete', old });",
        replace: "admit({ ...target, operation: 'delete', object: old, old });",
      },
    ],
  },
  {
    id: 'gone-as-an-update',
    exercise: '5.6',
    mistake: 'an update that ends in a removal is told as an update',
    edits: [
      {
        file: registry,
        find: "return isFinished(object) ? { ...write, operation: 'delete', object: undefined } :",
        replace: 'return isFinished(object) ? { ...write, object: undefined } :',
      },
    ],
  },
  {
    id: 'taken-forgotten-in-a-create',
    exercise: '5.6',
    mistake: 'a create that has lost a claim asks for the same one again, for ever',
    edits: [
      {
        file: registry,
        find: 'const outcome = await attemptCreate(admitted, finish, taken);',
        replace: 'const outcome = await attemptCreate(admitted, finish, attempt < 9 ? [] : taken);',
      },
    ],
  },
  {
    id: 'taken-forgotten-in-an-update',
    exercise: '5.6',
    mistake: 'an update that has lost a claim asks for the same one again',
    edits: [
      {
        file: registry,
        find: '      return committed(write, taken);\n    };',
        replace: '      return committed(write, taken.slice(taken.length));\n    };',
      },
    ],
  },
  {
    id: 'finish-forgotten-in-a-create',
    exercise: '5.6',
    mistake: '`finish` is called for updates only',
    edits: [
      {
        file: registry,
        find: 'committed({ ...admitted, object: finish(admitted) }, taken);',
        replace: 'committed(finish ? admitted : { ...admitted, object: undefined }, taken);',
      },
    ],
  },
  {
    id: 'allocate-for-a-mark',
    exercise: '5.6',
    mistake: 'an object that is only marked is asked about as if it went',
    edits: [
      {
        file: registry,
        find: "const isMarked = write.operation === 'delete' && write.object !== undefined;",
        replace: "const isMarked = write.operation !== 'delete' && write.object === undefined;",
      },
    ],
  },
  {
    id: 'all-at-once-again',
    exercise: '5.6',
    mistake: 'all who have lost a race try again at once, and all but one lose again',
    edits: [{ file: registry, find: '        endTurn ??= await turns.wait(JSON.stringify(key));\n', replace: '' }],
  },
  {
    id: 'version-for-mod',
    exercise: '5.6',
    mistake: 'the transaction asks how often the key was written, and not at which revision it was written last',
    edits: [{ file: storage, find: "target: 'mod', result: 'equal'", replace: "target: 'version', result: 'equal'" }],
  },
];
