/**
 * Given: the defaults of all kinds but pods and what is made of them.
 *
 * Source: Kubernetes API reference 1.32.
 */
import type { Defaults } from './defaults.ts';
import { templateDefaults } from './defaults-pod.ts';
import { type Fields, fieldsIn, fill, itemsIn } from './fields.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

const bindingDefaults: Defaults = (binding) => {
  fill(fieldsIn(binding, 'roleRef'), { apiGroup: rbacGroup });
  for (const subject of itemsIn(binding, 'subjects')) {
    if (subject.kind !== 'ServiceAccount') fill(subject, { apiGroup: rbacGroup });
  }
};

const webhookDefaults: Defaults = ({ webhooks, kind }) => {
  for (const webhook of (webhooks ?? []) as Fields[]) {
    fill(webhook, {
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      namespaceSelector: {},
      objectSelector: {},
      timeoutSeconds: 10,
    });
    if (kind === 'MutatingWebhookConfiguration') fill(webhook, { reinvocationPolicy: 'Never' });
    for (const rule of itemsIn(webhook, 'rules')) fill(rule, { scope: '*' });
    const { service } = fieldsIn(webhook, 'clientConfig');
    if (service) fill(service as Fields, { port: 443 });
  }
};

function serviceDefaults(spec: Fields): void {
  fill(spec, { sessionAffinity: 'None', type: 'ClusterIP' });
  if (spec.sessionAffinity === 'ClientIP') {
    fill(spec, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } });
  }
  for (const port of itemsIn(spec, 'ports')) fill(port, { protocol: 'TCP', targetPort: port.port });
  if (spec.type === 'ExternalName') return;
  fill(spec, { internalTrafficPolicy: 'Cluster', ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] });
  if (spec.type === 'ClusterIP') return;
  fill(spec, { externalTrafficPolicy: 'Cluster' });
  if (spec.type === 'LoadBalancer') fill(spec, { allocateLoadBalancerNodePorts: true });
}

function limitDefaults(limit: Fields): void {
  if (limit.type !== 'Container') return;
  const preset = { ...fieldsIn(limit, 'max'), ...fieldsIn(limit, 'default') };
  const request = { ...fieldsIn(limit, 'min'), ...preset, ...fieldsIn(limit, 'defaultRequest') };
  if (Object.keys(preset).length > 0) limit.default = preset;
  if (Object.keys(request).length > 0) limit.defaultRequest = request;
}

const portDefaults = (parent: object) => {
  for (const port of itemsIn(parent, 'ports')) fill(port, { protocol: 'TCP' });
};

export const otherDefaults: Record<string, Defaults> = {
  ClusterRoleBinding: bindingDefaults,
  RoleBinding: bindingDefaults,
  MutatingWebhookConfiguration: webhookDefaults,
  ValidatingWebhookConfiguration: webhookDefaults,
  Service: (_, spec) => serviceDefaults(spec),
  Secret: (secret) => fill(secret, { type: 'Opaque' }),
  PersistentVolume: (_, spec) => fill(spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' }),
  PersistentVolumeClaim: (_, spec) => fill(spec, { volumeMode: 'Filesystem' }),
  PriorityClass: (priorityClass) => fill(priorityClass, { preemptionPolicy: 'PreemptLowerPriority' }),
  StorageClass: (storageClass) => fill(storageClass, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  HorizontalPodAutoscaler: (_, spec) => fill(spec, { minReplicas: 1, targetCPUUtilizationPercentage: 80 }),

  Endpoints(endpoints) {
    for (const subset of itemsIn(endpoints, 'subsets')) portDefaults(subset);
  },

  EndpointSlice: portDefaults,

  LimitRange(_, spec) {
    for (const limit of itemsIn(spec, 'limits')) limitDefaults(limit);
  },

  Job(_, spec) {
    const { completions, parallelism } = spec;
    if (completions === undefined && parallelism === undefined) spec.completions = 1;
    fill(spec, { parallelism: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false });
    fill(spec, {
      podReplacementPolicy: spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
      manualSelector: false,
    });
    templateDefaults(spec.template);
  },

  CronJob(_, spec) {
    fill(spec, {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    templateDefaults(fieldsIn(fieldsIn(spec, 'jobTemplate'), 'spec').template);
  },

  DaemonSet(_, spec) {
    fill(spec, { revisionHistoryLimit: 10, updateStrategy: {} });
    const strategy = spec.updateStrategy as Fields;
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') {
      fill(strategy, { rollingUpdate: {} });
      fill(strategy.rollingUpdate as Fields, { maxUnavailable: 1, maxSurge: 0 });
    }
    templateDefaults(spec.template);
  },

  StatefulSet(_, spec) {
    fill(spec, { replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: 'OrderedReady', updateStrategy: {} });
    fill(spec, { persistentVolumeClaimRetentionPolicy: {} });
    fill(spec.persistentVolumeClaimRetentionPolicy as Fields, { whenDeleted: 'Retain', whenScaled: 'Retain' });
    const strategy = spec.updateStrategy as Fields;
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') {
      fill(strategy, { rollingUpdate: {} });
      fill(strategy.rollingUpdate as Fields, { partition: 0 });
    }
    for (const claim of itemsIn(spec, 'volumeClaimTemplates'))
      fill(fieldsIn(claim, 'spec'), { volumeMode: 'Filesystem' });
    templateDefaults(spec.template);
  },

  ReplicationController(controller, spec) {
    const { labels } = fieldsIn(fieldsIn(spec, 'template'), 'metadata');
    const { metadata } = controller as { metadata: Fields };
    if (labels) fill(spec, { selector: labels });
    if (labels) fill(metadata, { labels });
    fill(spec, { replicas: 1 });
    templateDefaults(spec.template);
  },

  CustomResourceDefinition(_, spec) {
    const names = fieldsIn(spec, 'names');
    const kind = String(names.kind ?? '');
    fill(names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
    fill(spec, { conversion: { strategy: 'None' } });
  },
};
