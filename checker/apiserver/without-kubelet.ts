/**
 * What only a pod's own node can answer: logs, exec, attach, port-forward. A pod that is on no node has none of it, and says
 * so in Kubernetes' words. The nodes come with lesson 8.
 */
import type { ServerParts } from '#api-server/server.ts';
import type { Handler } from '#kit/kubernetes/http.ts';
import { badRequest, serviceUnavailable } from '#kit/kubernetes/status.ts';

export function withoutKubelet({ registry }: ServerParts): Handler {
  return async ({ info, resource }) => {
    const pod = await registry.get(resource!, info.namespace, info.name);
    const { nodeName } = pod.spec as { nodeName?: string };
    if (!nodeName) throw badRequest(`pod ${info.name} does not have a host assigned`);
    throw serviceUnavailable(`the node ${nodeName} of pod ${info.name} has no kubelet that could be asked`);
  };
}
