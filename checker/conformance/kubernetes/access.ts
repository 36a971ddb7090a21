import type { Story } from './step.ts';

export const access: Story = {
  name: 'who may do what',
  steps: [
    [
      'auth whoami',
      'ATTRIBUTE  VALUE\nUsername  admin\nGroups  [system:masters system:authenticated]',
      { since: [27, 'the command is new'] },
    ],
    ['auth can-i create pods', 'yes'],
    ['auth can-i list pods --as alice', 'no', { code: 1 }],
    [
      'get pods --as alice',
      'Error from server (Forbidden): pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "NAMESPACE"',
      { code: 1 },
    ],
    [
      'create role reader --verb=get,list --resource=pods,deployments.apps',
      'role.rbac.authorization.k8s.io/reader created',
    ],
    ['create rolebinding readers --role=reader --user=alice', 'rolebinding.rbac.authorization.k8s.io/readers created'],
    ['auth can-i list pods --as alice', 'yes'],
    ['get pods --as alice', 'No resources found in NAMESPACE namespace.'],
    ['get deploy --as alice', 'No resources found in NAMESPACE namespace.'],
    [
      'get pods --as alice -n default',
      'Error from server (Forbidden): pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "default"',
      { code: 1 },
    ],
    [
      'delete pod web --as alice',
      'Error from server (Forbidden): pods "web" is forbidden: User "alice" cannot delete resource "pods" in API group "" in the namespace "NAMESPACE"',
      { code: 1 },
    ],
    [
      'auth can-i --list --as alice',
      /\n(deployments\.apps {2}\[\] {2}\[\] {2}\[get list\]|pods {2}\[\] {2}\[\] {2}\[get list\])\n/,
    ],
    [
      'create role more --verb=delete --resource=pods --as alice',
      /^Error from server \(Forbidden\): roles\.rbac\.authorization\.k8s\.io is forbidden: User "alice" cannot create resource "roles"/,
      { code: 1 },
    ],
    [
      'create rolebinding edits --clusterrole=edit --serviceaccount=NAMESPACE:robot',
      'rolebinding.rbac.authorization.k8s.io/edits created',
    ],
    ['auth can-i create deployments --as system:serviceaccount:NAMESPACE:robot', 'yes'],
    ['auth can-i create roles --as system:serviceaccount:NAMESPACE:robot', 'no', { code: 1 }],
    ['set subject rolebinding readers --user=bob', 'rolebinding.rbac.authorization.k8s.io/readers subjects updated'],
    ['auth can-i list pods --as bob', 'yes'],
    [
      'create clusterrole NAMESPACE --verb=get --resource=nodes',
      'clusterrole.rbac.authorization.k8s.io/NAMESPACE created',
    ],
    [
      'create clusterrolebinding NAMESPACE --clusterrole=NAMESPACE --group=ops',
      'clusterrolebinding.rbac.authorization.k8s.io/NAMESPACE created',
    ],
    ['auth can-i get nodes --as carol --as-group ops', /^yes/],
  ],
};
