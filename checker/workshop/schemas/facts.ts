/**
 * What the type declarations do not say: the size of whole numbers, the format of texts, how lists and maps are merged,
 * and a few fields. A fact names a definition's last part and a field.
 *
 * Source: Kubernetes API reference 1.32; "Server-Side Apply", "Merge strategy".
 */
import type { Schema } from '../../../lessons/kit/kubernetes/schema-types.ts';

/** Fields of 64 bits, wherever they stand; all other whole numbers have 32. */
export const longFields = new Set(
  `activeDeadlineSeconds deletionGracePeriodSeconds expirationSeconds fsGroup generation gracePeriodSeconds maxItems
  maxLength maxProperties minItems minLength minProperties observedGeneration remainingItemCount revision runAsGroup
  runAsUser seconds sizeBytes startingDeadlineSeconds supplementalGroups terminationGracePeriodSeconds
  tolerationSeconds`.split(/\s+/),
);

/** Fields with fractions. */
export const fractionFields = new Set(['minimum', 'maximum', 'multipleOf']);

/** Fields that hold bytes as base64, or a map of such. */
export const byteFields = new Set([
  'Secret.data',
  'ConfigMap.binaryData',
  'WebhookClientConfig.caBundle',
  'CertificateSigningRequestSpec.request',
]);

/** Definitions that stand for any JSON value. */
export const anything = new Set(['FieldsV1', 'RawExtension', 'JSON']);

/** Definitions that are no objects. */
export const simpleDefinitions: Record<string, Schema> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    format: 'quantity',
    oneOf: [{ type: 'string' }, { type: 'number' }],
  },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': {
    format: 'int-or-string',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: 'string', format: 'date-time' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: 'string', format: 'date-time' },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': any(),
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': any(),
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': any(),
};

function any(): Schema {
  return { 'x-kubernetes-preserve-unknown-fields': true };
}

/** Fields whose names no declaration can carry. */
export const moreFields: Record<string, Record<string, Schema>> = {
  JSONSchemaProps: {
    'x-kubernetes-embedded-resource': { type: 'boolean' },
    'x-kubernetes-int-or-string': { type: 'boolean' },
    'x-kubernetes-list-map-keys': { type: 'array', items: { type: 'string' } },
    'x-kubernetes-list-type': { type: 'string' },
    'x-kubernetes-map-type': { type: 'string' },
    'x-kubernetes-preserve-unknown-fields': { type: 'boolean' },
    'x-kubernetes-validations': {
      type: 'array',
      items: {
        $ref: '#/components/schemas/io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule',
      },
    },
  },
};

/**
 * Lists whose items have keys: the field of a strategic merge patch, then those of server-side apply where they are
 * others, then the strategy where it is another than `merge`.
 */
const keyedLists: Record<string, [mergeKey: string, applyKeys?: string[], strategy?: string]> = {
  'PodSpec.containers': ['name'],
  'PodSpec.initContainers': ['name'],
  'PodSpec.ephemeralContainers': ['name'],
  'PodSpec.volumes': ['name', ['name'], 'merge,retainKeys'],
  'PodSpec.imagePullSecrets': ['name'],
  'PodSpec.hostAliases': ['ip'],
  'PodSpec.schedulingGates': ['name'],
  'PodSpec.resourceClaims': ['name', ['name'], 'merge,retainKeys'],
  'PodSpec.topologySpreadConstraints': ['topologyKey', ['topologyKey', 'whenUnsatisfiable']],
  'PodStatus.conditions': ['type'],
  'PodStatus.podIPs': ['ip'],
  'PodStatus.hostIPs': ['ip', []],
  'PodStatus.resourceClaimStatuses': ['name', ['name'], 'merge,retainKeys'],
  'Container.env': ['name'],
  'Container.ports': ['containerPort', ['containerPort', 'protocol']],
  'Container.volumeMounts': ['mountPath'],
  'Container.volumeDevices': ['devicePath'],
  'EphemeralContainer.env': ['name'],
  'EphemeralContainer.ports': ['containerPort', ['containerPort', 'protocol']],
  'EphemeralContainer.volumeMounts': ['mountPath'],
  'EphemeralContainer.volumeDevices': ['devicePath'],
  'ServiceSpec.ports': ['port', ['port', 'protocol']],
  'ServiceStatus.conditions': ['type'],
  'ObjectMeta.ownerReferences': ['uid'],
  'ServiceAccount.secrets': ['name'],
  'NodeStatus.addresses': ['type'],
  'NodeStatus.conditions': ['type'],
  'NamespaceStatus.conditions': ['type'],
  'PersistentVolumeClaimStatus.conditions': ['type'],
  'DeploymentStatus.conditions': ['type'],
  'ReplicaSetStatus.conditions': ['type'],
  'JobStatus.conditions': ['type', []],
  'PodDisruptionBudgetStatus.conditions': ['type'],
  'MutatingWebhookConfiguration.webhooks': ['name'],
  'ValidatingWebhookConfiguration.webhooks': ['name'],
  'MutatingWebhook.matchConditions': ['name'],
  'ValidatingWebhook.matchConditions': ['name'],
};

/** Lists with keys that a strategic merge patch replaces whole all the same. */
const appliedLists: Record<string, string[]> = {
  'CustomResourceDefinitionStatus.conditions': ['type'],
  'ResourceRequirements.claims': ['name'],
  'JSONSchemaProps.x-kubernetes-validations': ['rule'],
};

const mergedTexts = ['ObjectMeta.finalizers', 'NodeSpec.podCIDRs'];

const atomicMaps = `PodSpec.nodeSelector ServiceSpec.selector Scale.selector LabelSelector ObjectReference
LocalObjectReference SecretKeySelector ConfigMapKeySelector ObjectFieldSelector ResourceFieldSelector NodeSelector
NodeSelectorTerm TypedLocalObjectReference OwnerReference RoleRef Subject CrossVersionObjectReference
SecretReference`.split(/\s+/);

/** What is known about a field, or without one about the definition itself. */
export function factsOf(definition: string, field?: string): Schema {
  const name = field === undefined ? definition : `${definition}.${field}`;
  if (atomicMaps.includes(name)) return { 'x-kubernetes-map-type': 'atomic' };
  if (mergedTexts.includes(name)) return { 'x-kubernetes-list-type': 'set', 'x-kubernetes-patch-strategy': 'merge' };
  if (Object.hasOwn(appliedLists, name)) return applied(appliedLists[name]);
  if (!Object.hasOwn(keyedLists, name)) return name === 'DeploymentSpec.strategy' ? retainKeys : {};
  const [mergeKey, applyKeys = [mergeKey], strategy = 'merge'] = keyedLists[name];
  const merging: Schema = { 'x-kubernetes-patch-merge-key': mergeKey, 'x-kubernetes-patch-strategy': strategy };
  return applyKeys.length === 0 ? merging : { ...merging, ...applied(applyKeys) };
}

const retainKeys: Schema = { 'x-kubernetes-patch-strategy': 'retainKeys' };

function applied(keys: string[]): Schema {
  return { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys };
}
