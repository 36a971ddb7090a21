/**
 * Who may do what in a namespace, as Kubernetes documents its roles for people: a line for everything that is served, so
 * that a kind that is new must be thought about.
 *
 *     R   get, list, watch          W   create, update, patch, delete, deletecollection
 *     c   create                    -   nothing
 *
 * view reads all but secrets, roles and role bindings, since a secret may be a credential for more. edit writes what is
 * read, and secrets, too; but neither roles, nor quotas, nor the namespace itself, nor the endpoints of Services, by which
 * others' traffic could be had (CVE-2021-25740). admin writes roles and role bindings besides. The status of things is
 * for controllers: people only read it.
 *
 * Source: Kubernetes documentation, "Using RBAC Authorization", "User-facing roles" and "Write access for EndpointSlices".
 */
const documented = `
                                              view   edit   admin
bindings                                      -      -      -
configmaps                                    R      RW     RW
endpoints                                     R      R      R
events                                        R      RW     RW
limitranges                                   R      R      R
namespaces                                    R      R      R
namespaces/finalize                           -      -      -
namespaces/status                             R      R      R
nodes                                         -      -      -
nodes/status                                  -      -      -
persistentvolumeclaims                        R      RW     RW
persistentvolumeclaims/status                 R      R      R
persistentvolumes                             -      -      -
persistentvolumes/status                      -      -      -
pods                                          R      RW     RW
pods/attach                                   -      RW     RW
pods/binding                                  -      -      -
pods/ephemeralcontainers                      -      -      -
pods/eviction                                 -      c      c
pods/exec                                     -      RW     RW
pods/log                                      R      R      R
pods/portforward                              -      RW     RW
pods/status                                   R      R      R
replicationcontrollers                        R      RW     RW
replicationcontrollers/scale                  R      RW     RW
replicationcontrollers/status                 R      R      R
resourcequotas                                R      R      R
resourcequotas/status                         R      R      R
secrets                                       -      RW     RW
serviceaccounts                               R      RW     RW
serviceaccounts/token                         -      c      c
services                                      R      RW     RW
services/status                               R      R      R
mutatingwebhookconfigurations                 -      -      -
validatingwebhookconfigurations               -      -      -
customresourcedefinitions                     -      -      -
customresourcedefinitions/status              -      -      -
daemonsets                                    R      RW     RW
daemonsets/status                             R      R      R
deployments                                   R      RW     RW
deployments/scale                             R      RW     RW
deployments/status                            R      R      R
replicasets                                   R      RW     RW
replicasets/scale                             R      RW     RW
replicasets/status                            R      R      R
statefulsets                                  R      RW     RW
statefulsets/scale                            R      RW     RW
statefulsets/status                           R      R      R
tokenreviews                                  -      -      -
localsubjectaccessreviews                     -      -      c
subjectaccessreviews                          -      -      -
horizontalpodautoscalers                      R      RW     RW
horizontalpodautoscalers/status               R      R      R
cronjobs                                      R      RW     RW
cronjobs/status                               R      R      R
jobs                                          R      RW     RW
jobs/status                                   R      R      R
leases                                        -      RW     RW
endpointslices                                R      R      R
ingressclasses                                -      -      -
ingresses                                     R      RW     RW
ingresses/status                              R      R      R
poddisruptionbudgets                          R      RW     RW
poddisruptionbudgets/status                   R      R      R
clusterrolebindings                           -      -      -
clusterroles                                  -      -      -
rolebindings                                  -      -      RW
roles                                         -      -      RW
priorityclasses                               -      -      -
storageclasses                                -      -      -
widgets                                       -      -      -
`;

const roles = ['view', 'edit', 'admin'] as const;

export type PeopleRole = (typeof roles)[number];

const meaning: Record<string, string[]> = {
  R: ['get', 'list', 'watch'],
  W: ['create', 'update', 'patch', 'delete', 'deletecollection'],
  c: ['create'],
  '-': [],
};

const table = new Map(
  documented
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/ +/))
    .map(([what, ...cells]) => [what, cells]),
);

/** Questions about oneself, which everybody may ask who is somebody. */
const aboutOneself = ['selfsubjectreviews', 'selfsubjectaccessreviews', 'selfsubjectrulesreviews'];

export function mayAnybodyKnown(what: string, verb: string): boolean {
  return aboutOneself.includes(what) && verb === 'create';
}

/**
 * @param what a resource, or one with its subresource: `pods/log`
 * @throws where the table has no line for it
 */
export function mayInNamespace(role: PeopleRole, what: string, verb: string): boolean {
  if (aboutOneself.includes(what)) return mayAnybodyKnown(what, verb);
  const cell = table.get(what)?.[roles.indexOf(role)];
  if (cell === undefined) throw new Error(`the documented roles say nothing of ${what}: give it a line`);
  return [...cell].some((letter) => meaning[letter].includes(verb));
}
