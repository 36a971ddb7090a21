/** What kubectl is told to create, and what of the object must arrive. */
export const creations: [command: string, part: string, expected: unknown][] = [
  ['create configmap c --from-literal=a=b --from-literal=e=', 'data', { a: 'b', e: '' }],
  ['create secret generic s --from-literal=p=q', 'data', { p: 'cQ==' }],
  [
    'create secret docker-registry s --docker-server=x --docker-username=u --docker-password=p',
    'type',
    'kubernetes.io/dockerconfigjson',
  ],
  ['create namespace n', 'metadata', { name: 'n' }],
  ['create serviceaccount a', 'metadata', { name: 'a' }],
  [
    'create deployment d --image=nginx --replicas=0 --port=80',
    'spec',
    {
      replicas: 0,
      selector: { matchLabels: { app: 'd' } },
      template: {
        metadata: { labels: { app: 'd' } },
        spec: { containers: [{ name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }] }] },
      },
    },
  ],
  [
    'create job j --image=busybox -- sleep 5',
    'spec',
    {
      template: {
        spec: { containers: [{ name: 'j', image: 'busybox', command: ['sleep', '5'] }], restartPolicy: 'Never' },
      },
    },
  ],
  [
    'create cronjob c --image=busybox --schedule=@daily',
    'spec',
    {
      schedule: '@daily',
      jobTemplate: {
        metadata: { name: 'c' },
        spec: { template: { spec: { containers: [{ name: 'c', image: 'busybox' }], restartPolicy: 'OnFailure' } } },
      },
    },
  ],
  [
    'create service nodeport s --tcp=80:8080 --node-port=30080',
    'spec',
    {
      ports: [{ name: '80-8080', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
      selector: { app: 's' },
      type: 'NodePort',
    },
  ],
  [
    'create service clusterip s --clusterip=None',
    'spec',
    { clusterIP: 'None', selector: { app: 's' }, type: 'ClusterIP' },
  ],
  [
    'create service externalname s --external-name=a.b',
    'spec',
    { selector: { app: 's' }, type: 'ExternalName', externalName: 'a.b' },
  ],
  [
    'create ingress i --rule=a.b/c*=s:http',
    'spec',
    {
      rules: [
        {
          host: 'a.b',
          http: {
            paths: [{ path: '/c', pathType: 'Prefix', backend: { service: { name: 's', port: { name: 'http' } } } }],
          },
        },
      ],
    },
  ],
  ['create quota q --hard=cpu=1,memory=1G', 'spec', { hard: { cpu: '1', memory: '1G' } }],
  [
    'create pdb p --selector=a=x --min-available=50%',
    'spec',
    { minAvailable: '50%', selector: { matchLabels: { a: 'x' } } },
  ],
  [
    'create pdb p --selector=a=x --max-unavailable=1',
    'spec',
    { maxUnavailable: 1, selector: { matchLabels: { a: 'x' } } },
  ],
  [
    'create role r --verb=get,list --resource=pods --resource-name=a',
    'rules',
    [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'] }],
  ],
  [
    'create rolebinding b --role=r --serviceaccount=n:a',
    'subjects',
    [{ kind: 'ServiceAccount', name: 'a', namespace: 'n' }],
  ],
  [
    'create clusterrole r --verb=get --non-resource-url=/logs/*',
    'rules',
    [{ verbs: ['get'], nonResourceURLs: ['/logs/*'] }],
  ],
  [
    'create clusterrole a --aggregation-rule=a=b',
    'aggregationRule',
    { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
  ],
  [
    'create clusterrolebinding b --clusterrole=r --group=g',
    'roleRef',
    {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'r',
    },
  ],
  ['create priorityclass p --value=0 --preemption-policy=Never', 'value', 0],
  ['create token a --duration=1h --audience=x', 'spec', { audiences: ['x'], expirationSeconds: 3600 }],
  ['auth can-i get pods', 'spec', { resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods' } }],
  ['auth can-i --list', 'spec', { namespace: 'default' }],
  ['auth whoami', 'kind', 'SelfSubjectReview'],
];
