import type { Bug } from '../../judge/lesson.ts';

const file = 'webhooks.ts';

export const bugs: Bug[] = [
  {
    id: 'operations-in-small-letters',
    exercise: '5.13',
    mistake: 'the operation of a write is compared as it is, though rules have it in capitals',
    edits: [{ file, find: 'has(operations, operation.toUpperCase())', replace: 'has(operations, operation)' }],
  },
  {
    id: 'star-is-every-subresource',
    exercise: '5.13',
    mistake: '`*` alone is taken for all subresources, too',
    edits: [
      {
        file,
        find: 'const isSub = wantedSub === subresource',
        replace: "const isSub = pattern === '*' || wantedSub === subresource",
      },
    ],
  },
  {
    id: 'no-patterns-for-subresources',
    exercise: '5.13',
    mistake: '`pods/*` is no pattern, as in RBAC',
    edits: [
      {
        file,
        find: "(wantedSub === '*' && (wanted === '*' || subresource !== ''))",
        replace: "(wantedSub === '*' && wanted === '*')",
      },
    ],
  },
  {
    id: 'namespaced-unless-said',
    exercise: '5.13',
    mistake: 'a rule without a scope is about namespaced objects only',
    edits: [{ file, find: "scope = '*' } = rule", replace: "scope = 'Namespaced' } = rule" }],
  },
  {
    id: 'missing-groups-are-all',
    exercise: '5.13',
    mistake: 'a rule without groups is about all of them',
    edits: [{ file, find: 'apiGroups = [], apiVersions', replace: "apiGroups = ['*'], apiVersions" }],
  },
  {
    id: 'labels-taken-off',
    exercise: '5.13',
    mistake: 'of an update only the new labels are looked at, so whoever takes the label off is not held up',
    edits: [{ file, find: '[object, old].filter', replace: '[object ?? old].filter' }],
  },
  {
    id: 'either-selector',
    exercise: '5.13',
    mistake: 'a webhook is asked if one of its selectors matches, not both',
    edits: [
      { file, find: 'return isOwn && (labels === undefined ||', replace: 'return isOwn || (labels !== undefined &&' },
    ],
  },
  {
    id: 'namespaces-have-no-labels',
    exercise: '5.13',
    mistake: 'for a namespace the namespaceSelector does not count, instead of being held against its own labels',
    edits: [
      {
        file,
        find: "  if (resource.group === '' && resource.resource === 'namespaces') return (object ?? old)?.metadata.labels ?? {};\n",
        replace: '  if (!object && !old) return {};\n',
      },
    ],
  },
  {
    id: 'nodes-have-empty-labels',
    exercise: '5.13',
    mistake: 'for objects of the cluster the namespaceSelector is held against no labels, instead of not counting',
    edits: [
      { file, find: 'if (!resource.namespaced) return undefined;', replace: 'if (!resource.namespaced) return {};' },
    ],
  },
  {
    id: 'locked-out',
    exercise: '5.13',
    mistake: 'webhooks are asked about webhook configurations, so a broken one cannot be taken away',
    edits: [
      {
        file,
        find: "if (write.resource.group === 'admissionregistration.k8s.io') return { webhooks: [] };",
        replace: '',
      },
    ],
  },
  {
    id: 'configurations-as-they-come',
    exercise: '5.13',
    mistake: 'configurations are taken as they are listed, not by their names',
    edits: [
      { file, find: '    configurations.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));\n', replace: '' },
    ],
  },
  {
    id: 'each-webhook-sees-the-first',
    exercise: '5.13',
    mistake: 'every mutating webhook is asked about the object as it was sent',
    edits: [
      {
        file,
        find: 'changed = await writeAfter(webhook, changed, true);',
        replace:
          'const { object, warnings } = await writeAfter(webhook, write, true);\n        changed = { ...changed, object, warnings };',
      },
    ],
  },
  {
    id: 'validating-one-by-one',
    exercise: '5.13',
    mistake: 'validating webhooks are asked one after the other',
    edits: [
      {
        file,
        find: 'const outcomes = await Promise.allSettled(selected.map((webhook) => writeAfter(webhook, plain, false)));',
        replace:
          'const outcomes: PromiseSettledResult<Write>[] = [];\n      for (const webhook of selected) {\n        outcomes.push(...(await Promise.allSettled([writeAfter(webhook, plain, false)])));\n      }',
      },
    ],
  },
  {
    id: 'fastest-refusal',
    exercise: '5.13',
    mistake: 'of several validating webhooks that say no the fastest is told, so the answer differs from time to time',
    edits: [
      {
        file,
        find: 'const outcomes = await Promise.allSettled(selected.map((webhook) => writeAfter(webhook, plain, false)));',
        replace:
          'const asked = selected.map((webhook) => writeAfter(webhook, plain, false));\n      await Promise.all(asked);\n      const outcomes = await Promise.allSettled(asked);',
      },
    ],
  },
  {
    id: 'validating-patches-are-tried',
    exercise: '5.13',
    mistake: 'the patch of a validating webhook is done on a copy, so that a broken one refuses the write',
    edits: [{ file, find: 'writeAfter(webhook, plain, false)', replace: 'writeAfter(webhook, plain, true)' }],
  },
  {
    id: 'any-answer-will-do',
    exercise: '5.13',
    mistake: 'the uid of the answer is not compared with that of the question',
    edits: [
      {
        file,
        find: "const isAnswer = response.uid === uid && typeof response.allowed === 'boolean';",
        replace: "const isAnswer = typeof response.allowed === 'boolean';",
      },
    ],
  },
  {
    id: 'allowed-if-it-looks-so',
    exercise: '5.13',
    mistake: '`allowed` is taken as it comes: the text "true" counts as yes, and nothing as no',
    edits: [
      { file, find: "response.uid === uid && typeof response.allowed === 'boolean'", replace: 'response.uid === uid' },
    ],
  },
  {
    id: 'ignore-unless-said',
    exercise: '5.13',
    mistake: 'a webhook without a failurePolicy is passed over when it is silent',
    edits: [
      { file, find: "if (webhook.failurePolicy === 'Ignore')", replace: "if (webhook.failurePolicy !== 'Fail')" },
    ],
  },
  {
    id: 'no-is-ignored',
    exercise: '5.13',
    mistake: 'a no is taken for silence, so Ignore passes over it',
    edits: [
      {
        file,
        find: '    const response = await ask(webhook, write);\n',
        replace:
          "    const response = await ask(webhook, write);\n    if (!response.allowed && webhook.failurePolicy === 'Ignore') throw refusal(webhook, response);\n",
      },
    ],
  },
  {
    id: 'patches-outside-of-the-catch',
    exercise: '5.13',
    mistake: 'only the call is looked after: a patch that cannot be done is thrown at the client as it is',
    edits: [
      {
        file,
        find: 'return { response, write: isChanged ? await patched(warned, response.patch!) : warned };',
        replace: 'return { response, write: warned, isChanged };',
      },
      {
        file,
        find: "    const { response, write } = await consult(webhook, before, mayChange).catch((error) => {\n      if (webhook.failurePolicy === 'Ignore') return { response: undefined, write: before };",
        replace:
          "    const { response, write, isChanged } = await consult(webhook, before, mayChange).catch((error) => {\n      if (webhook.failurePolicy === 'Ignore') return { response: undefined, write: before, isChanged: false };",
      },
      {
        file,
        find: '    return write;\n  }\n\n  /** Those with',
        replace: '    return isChanged ? patched(write, response!.patch!) : write;\n  }\n\n  /** Those with',
      },
      {
        file,
        find: '  write: Write;\n}\n\nfunction refuseDryRun',
        replace: '  write: Write;\n  isChanged: unknown;\n}\n\nfunction refuseDryRun',
      },
    ],
  },
  {
    id: 'patched-types-are-trusted',
    exercise: '5.13',
    mistake: 'nobody looks at the types of what a patch leaves',
    edits: [
      {
        file,
        find: 'const { object: sound } = await checkStructure(left);\n  return { ...write, object: sound };',
        replace: 'return { ...write, object: left.object };',
      },
    ],
  },
  {
    id: 'patched-kind-is-put-right',
    exercise: '5.13',
    mistake: 'what a patch says of the kind is put right in silence, and the rest of it is done',
    edits: [
      {
        file,
        find: 'object: object as KubernetesObject, fieldValidation',
        replace:
          'object: { ...object, apiVersion: write.object!.apiVersion, kind: write.object!.kind } as KubernetesObject, fieldValidation',
      },
    ],
  },
  {
    id: 'seconds-for-milliseconds',
    exercise: '5.13',
    mistake: 'the seconds of a webhook are handed on as milliseconds, so that nobody ever answers in time',
    edits: [{ file, find: '(webhook.timeoutSeconds ?? 10) * 1000', replace: 'webhook.timeoutSeconds ?? 10' }],
  },
  {
    id: 'dry-runs-ask-everybody',
    exercise: '5.13',
    mistake: 'in a dry run webhooks are asked that may do something',
    edits: [{ file, find: '    refuseDryRun(webhook, before);\n', replace: '' }],
  },
  {
    id: 'dry-runs-pass-over',
    exercise: '5.13',
    mistake:
      'in a dry run a webhook that may do something is passed over, so the answer says that what it refuses would pass',
    edits: [
      {
        file,
        find: '    refuseDryRun(webhook, before);\n',
        replace:
          "    if (before.dryRun && !['None', 'NoneOnDryRun'].includes(webhook.sideEffects ?? '')) return before;\n",
      },
    ],
  },
  {
    id: 'reason-is-believed',
    exercise: '5.13',
    mistake: 'the reason of a refusal is taken as it comes, whether the API knows it or not',
    edits: [{ file, find: 'return statusOf(refused).reason === reason ? refused', replace: 'return reason ? refused' }],
  },
  {
    id: 'selects-the-first-object',
    exercise: '5.13',
    mistake:
      'which webhooks are asked is decided for all at the beginning, by the labels that the object had when it came',
    edits: [
      {
        file,
        find: 'if (!isSelected(webhook, changed, labels)) continue;',
        replace: 'if (!isSelected(webhook, write, labels)) continue;',
      },
    ],
  },
  {
    id: 'patched-fields-are-kept',
    exercise: '5.13',
    mistake: 'the types of what a patch leaves are looked at, and unknown fields go on all the same',
    edits: [
      {
        file,
        find: '  return { ...write, object: sound };',
        replace: '  return { ...write, object: sound && (object as KubernetesObject) };',
      },
    ],
  },
  {
    id: 'patches-what-is-there',
    exercise: '5.13',
    mistake: 'of an update the old object is patched, so that the change of the client is lost',
    edits: [
      {
        file,
        find: 'jsonPatch(write.object, operations)',
        replace: 'jsonPatch(write.old ?? write.object, operations)',
      },
    ],
  },
  {
    id: 'patched-into-nothing',
    exercise: '5.13',
    mistake: 'nobody looks whether a patch has left an object at all',
    edits: [{ file, find: "  if (!isMap(object)) throw new Error('the patch leaves no object');\n", replace: '' }],
  },
  {
    id: 'patches-a-delete',
    exercise: '5.13',
    mistake: 'the patch in an answer about a delete is done, though there is no object',
    edits: [{ file, find: 'mayChange && write.object && response.patch', replace: 'mayChange && response.patch' }],
  },
  {
    id: 'same-uid-for-all',
    exercise: '5.13',
    mistake: 'every question has the same uid, so nobody can tell the answers apart',
    edits: [{ file, find: 'const uid = newUid(random);', replace: "const uid = 'x';" }],
  },
  {
    id: 'missing-object-has-no-labels',
    exercise: '5.13',
    mistake: 'an old object that is not there counts as one without labels',
    edits: [{ file, find: '[object, old].filter', replace: '[object, old ?? { metadata: {} }].filter' }],
  },
  {
    id: 'old-labels-of-a-namespace',
    exercise: '5.13',
    mistake: 'of a namespace that changes the labels that it had are looked at',
    edits: [
      {
        file,
        find: 'return (object ?? old)?.metadata.labels ?? {};',
        replace: 'return (old ?? object)?.metadata.labels ?? {};',
      },
    ],
  },
  {
    id: 'namesakes-of-configurations',
    exercise: '5.13',
    mistake: 'kinds of other groups that are called like webhook configurations are not asked about either',
    edits: [
      {
        file,
        find: "write.resource.group === 'admissionregistration.k8s.io'",
        replace: "write.resource.resource.endsWith('webhookconfigurations')",
      },
    ],
  },
  {
    id: 'silence-without-a-reason',
    exercise: '5.13',
    mistake: 'a refusal for a silence does not say what went wrong',
    edits: [{ file, find: '${(error as Error).message}', replace: 'no answer' }],
  },
  {
    id: 'namespace-without-labels',
    exercise: '5.13',
    mistake: 'a namespace that has no labels counts as if there were no namespace',
    edits: [{ file, find: 'namespace))?.metadata.labels ?? {};', replace: 'namespace))?.metadata.labels;' }],
  },
  {
    id: 'sorts-the-list-of-the-cache',
    exercise: '5.13',
    mistake: 'the list of configurations is sorted in place, though others go by it, too',
    sealed: 'pass',
    edits: [{ file, find: "[...(await objects.list(kind, ''))]", replace: "await objects.list(kind, '')" }],
  },
];
