/**
 * The defaults of pods, and of the templates that pods are made from.
 *
 * Source: Kubernetes API reference 1.32, "Pod".
 */
import { type Fields, fieldsIn, fill, itemsIn } from './fields.ts';

/**
 * Those of a template, and beside them
 *
 *     enableServiceLinks true
 *     in each container: what has a limit and no request requests as much as the limit
 */
export function podDefaults(spec: Fields): void {
  //: todo 5.4 Fill in the containers' requests from their limits, then what templates have too.
  for (const container of allContainers(spec)) {
    const { limits } = fieldsIn(container, 'resources');
    if (limits) requestsLike(container.resources as Fields, limits as Fields);
  }
  fill(spec, { enableServiceLinks: true });
  podSpecDefaults(spec);
  //: end
}

/** @param template with a spec; nothing happens to one that has none, which is refused later */
export function templateDefaults(template: unknown): void {
  const spec = (template as Fields | undefined)?.spec as Fields | undefined;
  if (spec) podSpecDefaults(spec);
}

/**
 *     restartPolicy Always    dnsPolicy ClusterFirst    schedulerName default-scheduler    terminationGracePeriodSeconds 30
 *     securityContext {}      serviceAccount: what serviceAccountName says, and the other way round
 *     each container, init containers too: {@link containerDefaults}
 *     with hostNetwork, hostPort of each port: its containerPort
 *     each volume: {@link volumeDefaults}
 */
export function podSpecDefaults(spec: Fields): void {
  //: todo 5.4 Fill in the spec, then every container and every volume.
  fill(spec, {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
  });
  const account = spec.serviceAccountName ?? spec.serviceAccount;
  if (account) fill(spec, { serviceAccountName: account, serviceAccount: account });
  for (const container of allContainers(spec)) {
    containerDefaults(container);
    if (spec.hostNetwork) for (const port of itemsIn(container, 'ports')) fill(port, { hostPort: port.containerPort });
  }
  for (const volume of itemsIn(spec, 'volumes')) volumeDefaults(volume);
  //: end
}
//: solution

function allContainers(spec: Fields): Fields[] {
  return [...itemsIn(spec, 'initContainers'), ...itemsIn(spec, 'containers'), ...itemsIn(spec, 'ephemeralContainers')];
}

function requestsLike(resources: Fields, limits: Fields): void {
  fill(resources, { requests: {} });
  fill(resources.requests as Fields, limits);
}
//: end

/**
 *     terminationMessagePath /dev/termination-log    terminationMessagePolicy File    resources {}
 *     imagePullPolicy: Always for an image with the tag latest (beside a digest, too), or with neither tag nor digest;
 *                      IfNotPresent for others
 *     ports[].protocol TCP    env[].valueFrom.fieldRef.apiVersion v1
 *     each probe: timeoutSeconds 1, periodSeconds 10, successThreshold 1, failureThreshold 3
 *     each httpGet of a probe or a lifecycle hook: path /, scheme HTTP;  grpc of a probe: service ""
 *
 * A registry's port is no tag: `localhost:5000/web` has none.
 */
export function containerDefaults(container: Fields): void {
  //: todo 5.4 Fill in the container, its ports and environment, its probes and its hooks.
  fill(container, {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: {},
    imagePullPolicy: pullPolicyFor(String(container.image ?? '')),
  });
  for (const port of itemsIn(container, 'ports')) fill(port, { protocol: 'TCP' });
  for (const variable of itemsIn(container, 'env')) {
    const { fieldRef } = fieldsIn(variable, 'valueFrom');
    if (fieldRef) fill(fieldRef as Fields, { apiVersion: 'v1' });
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) probeDefaults(container[probe]);
  const lifecycle = fieldsIn(container, 'lifecycle');
  for (const hook of ['postStart', 'preStop']) callDefaults(lifecycle[hook]);
  //: end
}
//: solution

function pullPolicyFor(image: string): string {
  const [name, digest] = image.slice(image.lastIndexOf('/') + 1).split('@');
  const [, tag = digest === undefined ? 'latest' : ''] = name.split(':');
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function probeDefaults(probe: unknown): void {
  if (!probe) return;
  fill(probe as Fields, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  callDefaults(probe);
}

/** Of what a probe or a hook calls. */
function callDefaults(caller: unknown): void {
  const { httpGet, grpc } = (caller ?? {}) as Fields;
  if (httpGet) fill(httpGet as Fields, { path: '/', scheme: 'HTTP' });
  if (grpc) fill(grpc as Fields, { service: '' });
}
//: end

/**
 * Given: files get mode 0644, a token lives for an hour, and a volume without a source is an empty directory.
 */
export function volumeDefaults(volume: Fields): void {
  if (Object.keys(volume).every((field) => field === 'name')) volume.emptyDir = {};
  for (const source of ['configMap', 'secret', 'projected', 'downwardAPI']) {
    if (volume[source]) fill(volume[source] as Fields, { defaultMode: 0o644 });
  }
  if (volume.hostPath) fill(volume.hostPath as Fields, { type: '' });
  fieldDefaults(fieldsIn(volume, 'downwardAPI'));
  for (const source of itemsIn(fieldsIn(volume, 'projected'), 'sources')) {
    if (source.serviceAccountToken) fill(source.serviceAccountToken as Fields, { expirationSeconds: 3600 });
    fieldDefaults(fieldsIn(source, 'downwardAPI'));
  }
}

function fieldDefaults(downward: Fields): void {
  for (const { fieldRef } of itemsIn(downward, 'items')) if (fieldRef) fill(fieldRef as Fields, { apiVersion: 'v1' });
}
