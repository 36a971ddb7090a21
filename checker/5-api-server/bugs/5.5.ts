import type { Bug } from '../../judge/lesson.ts';

const admit = 'admit.ts';
const lifecycle = 'admission/namespace-lifecycle.ts';
const limits = 'admission/limit-ranger.ts';
const account = 'admission/service-account.ts';
const security = 'admission/pod-security.ts';
const quota = 'admission/resource-quota.ts';

export const bugs: Bug[] = [
  {
    id: 'each-plugin-sees-the-first',
    exercise: '5.5',
    mistake: 'every plugin gets the write as it came in, so only the changes of the last one stay',
    edits: [{ file: admit, find: 'changed = await mutate(changed);', replace: 'changed = await mutate(write);' }],
  },
  {
    id: 'nothing-given-back-on-refusal',
    exercise: '5.5',
    mistake: 'where a plugin refuses, those before it keep what they took',
    edits: [{ file: admit, find: '          await releaseAll(plugins.slice(0, i), write);\n', replace: '' }],
  },
  {
    id: 'refuser-gives-back',
    exercise: '5.5',
    mistake: 'the plugin that refuses gives back what it has not taken',
    edits: [{ file: admit, find: 'plugins.slice(0, i), write', replace: 'plugins.slice(0, i + 1), write' }],
  },
  {
    id: 'all-are-asked',
    exercise: '5.5',
    mistake: 'all plugins are asked, though one has refused already',
    edits: [
      {
        file: admit,
        find: 'for (const { mutate } of plugins) if (mutate) changed = await mutate(changed);\n      return changed;',
        replace:
          'let refusal: unknown;\n      for (const { mutate } of plugins) {\n        try {\n          if (mutate) changed = await mutate(changed);\n        } catch (thrown) {\n          refusal ??= thrown;\n        }\n      }\n      if (refusal) throw refusal;\n      return changed;',
      },
    ],
  },
  {
    id: 'missing-namespace-passes',
    exercise: '5.5',
    mistake: 'objects are made in a namespace that is not there',
    edits: [
      {
        file: lifecycle,
        find: "if (!home) throw notFound({ group: '', resource: 'namespaces' }, namespace);",
        replace:
          "if (!home && namespace === '') throw notFound({ group: '', resource: 'namespaces' }, namespace);\n      if (!home) return write;",
      },
    ],
  },
  {
    id: 'updates-in-an-ending-namespace',
    exercise: '5.5',
    mistake: 'in a namespace that is being deleted nothing may be updated, so no finalizer ever comes off',
    edits: [{ file: lifecycle, find: "if (operation === 'create' && isEnding)", replace: 'if (isEnding)' }],
  },
  {
    id: 'phase-alone',
    exercise: '5.5',
    mistake: 'only the phase of a namespace is looked at, and not its deletionTimestamp, which is there first',
    edits: [{ file: lifecycle, find: 'home.metadata.deletionTimestamp !== undefined || phase', replace: 'phase' }],
  },
  {
    id: 'anything-called-kube-system',
    exercise: '5.5',
    mistake: 'any object with the name of such a namespace cannot be deleted',
    edits: [{ file: lifecycle, find: 'if (isNamespace(write) && kept', replace: 'if (kept' }],
  },
  {
    id: 'request-beside-a-limit',
    exercise: '5.5',
    mistake: 'a container with a limit of its own gets the default request as well, which may be above that limit',
    edits: [
      {
        file: limits,
        find: 'missing(limit.defaultRequest ?? {}, { ...own, ...asked })',
        replace: 'missing(limit.defaultRequest ?? {}, asked)',
      },
    ],
  },
  {
    id: 'defaults-over-what-is-said',
    exercise: '5.5',
    mistake: 'the defaults of a LimitRange replace what a container says itself',
    edits: [
      {
        file: limits,
        find: 'filter(([resource]) => there[resource] === undefined)',
        replace: 'filter(() => there !== undefined)',
      },
    ],
  },
  {
    id: 'first-limit-fault-only',
    exercise: '5.5',
    mistake: 'of what is beyond a LimitRange only the first fault is told',
    edits: [{ file: limits, find: 'const text = faults.length === 1 ?', replace: 'const text = faults.length > 0 ?' }],
  },
  {
    id: 'limits-of-all-namespaces',
    exercise: '5.5',
    mistake: 'the LimitRanges of all namespaces count',
    edits: [
      {
        file: limits,
        find: "objects.list('limitranges', namespace)",
        replace: "objects.list('limitranges', namespace && '')",
      },
    ],
  },
  {
    id: 'updates-are-held-against-limits',
    exercise: '5.5',
    mistake: 'pods that run already are held against the limits again',
    edits: [{ file: limits, find: "return operation === 'create' && ", replace: "return operation !== 'delete' && " }],
  },
  {
    id: 'other-resources-lost',
    exercise: '5.5',
    mistake: 'a container that gets defaults loses what else stands in its `resources`',
    edits: [{ file: limits, find: '    ...resources,\n', replace: '' }],
  },
  {
    id: 'requests-untold',
    exercise: '5.5',
    mistake: 'the annotation tells only the limits that were filled in, and not the requests',
    edits: [{ file: limits, find: "[...noteOf(Object.keys(requests), 'request', name), ...", replace: '[...' }],
  },
  {
    id: 'secrets-of-the-cache',
    exercise: '5.5',
    mistake: "the pod gets the account's own list of secrets, and whoever changes the pod changes the cache",
    sealed: 'pass',
    edits: [{ file: account, find: 'structuredClone(account.imagePullSecrets)', replace: 'account.imagePullSecrets' }],
  },
  {
    id: 'token-unasked',
    exercise: '5.5',
    mistake: 'a pod gets a token though its account does not want one',
    edits: [
      {
        file: account,
        find: 'pod.spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true',
        replace: 'pod.spec.automountServiceAccountToken ?? true',
      },
    ],
  },
  {
    id: 'account-before-pod',
    exercise: '5.5',
    mistake: 'what the account says about tokens counts before what the pod says',
    edits: [
      {
        file: account,
        find: 'pod.spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true',
        replace: 'account?.automountServiceAccountToken ?? pod.spec.automountServiceAccountToken ?? true',
      },
    ],
  },
  {
    id: 'token-over-a-mount',
    exercise: '5.5',
    mistake: 'the token is mounted over what a container has mounted there itself',
    edits: [
      {
        file: account,
        find: '.some(({ mountPath }) => mountPath === tokenPath)',
        replace: '.some(({ mountPath }) => mountPath === "")',
      },
    ],
  },
  {
    id: 'account-is-not-asked-again',
    exercise: '5.5',
    mistake: 'nobody looks the account up at the end, when others may have changed its name',
    edits: [{ file: account, find: 'if (isNewPod(write)) await accountOf(write, objects);', replace: '' }],
  },
  {
    id: 'templates-are-refused',
    exercise: '5.5',
    mistake: 'a template is refused, where only its pods should be',
    edits: [
      {
        file: security,
        find: "const isPod = write.object!.kind === 'Pod';",
        replace: "const isPod = write.object!.kind !== 'Job';",
      },
    ],
  },
  {
    id: 'warnings-go-into-the-given-list',
    exercise: '5.5',
    mistake: 'a warning is put into the list that was handed in: after a lost race the client gets it twice',
    sealed: 'pass',
    edits: [
      {
        file: security,
        find: 'return { ...write, warnings: [...write.warnings, `would violate ${textFor(warned, found)}`] };',
        replace: 'write.warnings.push(`would violate ${textFor(warned, found)}`);\n      return write;',
      },
    ],
  },
  {
    id: 'any-text-is-a-warning-level',
    exercise: '5.5',
    mistake: 'a label `warn` that is no level keeps the level of `enforce` from warning',
    edits: [{ file: security, find: 'isPod || isLevel(warnLabel) ?', replace: 'isPod || warnLabel !== undefined ?' }],
  },
  {
    id: 'every-update-is-judged-again',
    exercise: '5.5',
    mistake: 'an update that leaves the spec alone is refused where the rules are stricter by now',
    edits: [
      { file: security, find: 'if (!spec || (write.old &&', replace: 'if (!spec || (write.old && !write.object &&' },
    ],
  },
  {
    id: 'unknown-level-is-restricted',
    exercise: '5.5',
    mistake: 'a label that is no level is taken for the strictest one',
    edits: [
      {
        file: security,
        find: "return isLevel(label) ? label : 'privileged';",
        replace: "return isLevel(label) ? label : label === undefined ? 'privileged' : 'restricted';",
      },
    ],
  },
  {
    id: 'quota-is-written-without-comparing',
    exercise: '5.5',
    mistake: 'whoever has lost the race for a quota goes on as if it had been won',
    edits: [
      {
        file: quota,
        find: "is left.\n      if (await objects.replaceStatus('resourcequotas', { ...quota, status })) return;",
        replace: "is left.\n      await objects.replaceStatus('resourcequotas', { ...quota, status });\n      return;",
      },
    ],
  },
  {
    id: 'quota-is-not-read-again',
    exercise: '5.5',
    mistake: 'after a lost race the same number is judged again, and nobody looks at what is there now',
    edits: [
      {
        file: quota,
        find: '    for (;;) {\n      const quota = (await',
        replace: '    for (let first = true; ; first = false) {\n      const quota = (await',
      },
      { file: quota, find: 'if (mayRefuse) refuseIfOver', replace: 'if (mayRefuse && first) refuseIfOver' },
    ],
  },
  {
    id: 'one-quota-less-is-kept',
    exercise: '5.5',
    mistake: 'what was taken from one quota is not given back where the next one refuses',
    edits: [
      {
        file: quota,
        find: 'for (const earlier of names.slice(0, i))',
        replace: 'for (const earlier of names.slice(0, 0 * i))',
      },
    ],
  },
  {
    id: 'dry-run-takes',
    exercise: '5.5',
    mistake: 'a dry run takes its share of the quota, and nobody gives it back',
    edits: [
      { file: quota, find: 'if (isIdle || (write.dryRun && mayRefuse)) return;', replace: 'if (isIdle) return;' },
    ],
  },
  {
    id: 'dry-run-gives-back',
    exercise: '5.5',
    mistake: 'a dry run gives back what it has not taken',
    edits: [
      {
        file: quota,
        find: "if (write.dryRun || write.operation === 'delete' ||",
        replace: "if (write.operation === 'delete' ||",
      },
    ],
  },
  {
    id: 'updates-take-all-again',
    exercise: '5.5',
    mistake: 'an update takes all that the object uses once more, instead of the difference',
    edits: [
      {
        file: quota,
        find: "operation === 'update' ? usageOf(resource, old!) : {}",
        replace: "operation === 'update' ? {} : {}",
      },
    ],
  },
  {
    id: 'nothing-said-nothing-counted',
    exercise: '5.5',
    mistake: 'a pod that does not say what the quota counts gets in, and may use all there is',
    edits: [{ file: quota, find: "if (missing !== '') throw", replace: "if (missing === ' ') throw" }],
  },
  {
    id: 'new-quota-counts-from-zero',
    exercise: '5.5',
    mistake: 'a new quota counts from 0, whatever is there already',
    edits: [
      {
        file: quota,
        find: 'countUsage(added, metadata.namespace!, objects)',
        replace: "countUsage(added, 'none', objects)",
      },
    ],
  },
  {
    id: 'changed-quota-is-counted-anew',
    exercise: '5.5',
    mistake:
      'a quota with another limit is counted in the store, where what is admitted and not stored yet is not found',
    edits: [
      {
        file: quota,
        find: 'const kept = only(hard, only(status?.hard ?? {}, status?.used ?? {}));',
        replace: 'const kept = sameValue(hard, status?.hard) ? only(hard, status?.used ?? {}) : {};',
      },
    ],
  },
  {
    id: 'given-back-before-it-is-counted',
    exercise: '5.5',
    mistake: 'what is gone is taken off what was counted without it',
    edits: [
      {
        file: quota,
        find: 'mayRefuse ? await currentStatus(quota, objects) : (quota.status ?? {})',
        replace: 'await currentStatus(quota, objects)',
      },
    ],
  },
  {
    id: 'too-much-may-not-become-less',
    exercise: '5.5',
    mistake: 'whoever has too much already may not take less either, so nobody ever gets below the limit',
    edits: [
      {
        file: quota,
        find: 'compareQuantities(change[each], 0) > 0 && compareQuantities',
        replace: 'compareQuantities',
      },
    ],
  },
  {
    id: 'new-names-count-from-nothing',
    exercise: '5.5',
    mistake: 'what a quota has used is taken as it stands, though the quota counts something more by now',
    edits: [
      {
        file: quota,
        find: 'mayRefuse ? await currentStatus(quota, objects) : (quota.status ?? {})',
        replace:
          'mayRefuse && !quota.status?.used ? await currentStatus(quota, objects) : { ...quota.status, hard: quota.spec?.hard }',
      },
    ],
  },
  {
    id: 'old-limit-stays-in-the-status',
    exercise: '5.5',
    mistake: 'the new `used` is written beside the old `hard`, so the quota is counted anew at every write',
    edits: [
      {
        file: quota,
        find: 'const status = { hard, used: plus(used, change) };',
        replace: 'const status = { hard, ...quota.status, used: plus(used, change) };',
      },
    ],
  },
  {
    id: 'refused-dry-run-gives-back',
    exercise: '5.5',
    mistake: 'a dry run that one quota refuses gives back to the others what it has not taken',
    edits: [
      {
        file: quota,
        find: 'if (!write.dryRun) await settle(earlier',
        replace: 'await settle(earlier',
      },
    ],
  },
  {
    id: 'quotas-in-any-order',
    exercise: '5.5',
    mistake: 'quotas are asked in the order in which they happen to be listed',
    edits: [{ file: quota, find: 'metadata.name).sort();', replace: 'metadata.name);' }],
  },
  {
    id: 'all-resources-are-told',
    exercise: '5.5',
    mistake: 'the refusal names all that the write takes, and not only what there is not enough of',
    edits: [
      {
        file: quota,
        find: 'exceededText(quota, over, change',
        replace: 'exceededText(quota, Object.keys(change), change',
      },
    ],
  },
  {
    id: 'old-pods-must-say-too',
    exercise: '5.5',
    mistake: 'a pod that is older than the quota, and does not say what that counts, can never end',
    edits: [
      {
        file: quota,
        find: "resource.group !== '' || operation !== 'create') return;",
        replace: "resource.group !== '') return;",
      },
    ],
  },
];
