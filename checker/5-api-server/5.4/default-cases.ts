/** What is written, and what it becomes: only the fields that are told of. */
import type { KubernetesObject } from '#kit/objects.ts';
import { deploymentWith, type Fields, podOf, podWith } from '../manifests.ts';

const rolling = (numbers: Fields) => ({ 'spec.strategy': { type: 'RollingUpdate', rollingUpdate: numbers } });
const replicaSet = (spec: Fields): KubernetesObject => ({ ...deploymentWith(spec), kind: 'ReplicaSet' });
const pulls = (image: string, imagePullPolicy: string): [KubernetesObject, Fields, string] => [
  podWith({ image }),
  { 'spec.containers.0.imagePullPolicy': imagePullPolicy },
  `${image}: Always is for the tag latest, and for what has neither tag nor digest`,
];
const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
const first = 'spec.containers.0';
const inTemplate = 'spec.template.spec';

export const defaultCases: [object: KubernetesObject, becomes: Fields, because: string][] = [
  [
    deploymentWith({}),
    {
      'spec.replicas': 1,
      'spec.revisionHistoryLimit': 10,
      'spec.progressDeadlineSeconds': 600,
      ...rolling({ maxUnavailable: '25%', maxSurge: '25%' }),
    },
    'this is what an empty Deployment means',
  ],
  [deploymentWith({ replicas: 0 }), { 'spec.replicas': 0 }, '0 is a number that somebody wrote, and not missing'],
  [
    deploymentWith({ strategy: { type: 'Recreate' } }),
    { 'spec.strategy': { type: 'Recreate' } },
    'of another strategy there are no numbers to fill in',
  ],
  [
    deploymentWith({ strategy: { rollingUpdate: { maxSurge: 0 } } }),
    rolling({ maxSurge: 0, maxUnavailable: '25%' }),
    'only what is missing is filled in',
  ],
  [
    deploymentWith({}),
    {
      [`${inTemplate}.restartPolicy`]: 'Always',
      [`${inTemplate}.containers.0.imagePullPolicy`]: 'IfNotPresent',
      [`${inTemplate}.enableServiceLinks`]: undefined,
    },
    'the template has the defaults of templates, and those of pods not yet',
  ],
  [
    replicaSet({}),
    { 'spec.replicas': 1, [`${inTemplate}.dnsPolicy`]: 'ClusterFirst', 'spec.revisionHistoryLimit': undefined },
    'a ReplicaSet has replicas and a template',
  ],
  [
    podWith({}),
    {
      'spec.restartPolicy': 'Always',
      'spec.dnsPolicy': 'ClusterFirst',
      'spec.schedulerName': 'default-scheduler',
      'spec.terminationGracePeriodSeconds': 30,
      'spec.securityContext': {},
      'spec.enableServiceLinks': true,
      'spec.serviceAccountName': undefined,
      [`${first}.terminationMessagePath`]: '/dev/termination-log',
      [`${first}.terminationMessagePolicy`]: 'File',
      [`${first}.resources`]: {},
    },
    'this is what an empty pod means',
  ],
  [
    podWith({}, { terminationGracePeriodSeconds: 0, enableServiceLinks: false }),
    { 'spec.terminationGracePeriodSeconds': 0, 'spec.enableServiceLinks': false },
    '0 and false were written by somebody',
  ],
  [
    podWith({}, { serviceAccountName: 'web' }),
    { 'spec.serviceAccount': 'web' },
    'the old name of the field says the same',
  ],
  [podWith({}, { serviceAccount: 'web' }), { 'spec.serviceAccountName': 'web' }, 'and the other way round'],
  pulls('nginx', 'Always'),
  pulls('nginx:latest', 'Always'),
  pulls('nginx:1.27', 'IfNotPresent'),
  pulls('nginx:1-latest', 'IfNotPresent'),
  pulls('nginx@sha256:0123', 'IfNotPresent'),
  pulls('nginx:1.27@sha256:0123', 'IfNotPresent'),
  pulls('nginx:latest@sha256:0123', 'Always'),
  pulls('localhost:5000/web@sha256:0123', 'IfNotPresent'),
  pulls('localhost:5000/web', 'Always'),
  pulls('localhost:5000/web:2', 'IfNotPresent'),
  pulls('registry.example.com/a/b:latest', 'Always'),
  [podWith({ image: 'nginx', imagePullPolicy: 'Never' }), { [`${first}.imagePullPolicy`]: 'Never' }, 'it was said'],
  [
    podWith({ ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }] }),
    {
      [`${first}.ports`]: [
        { containerPort: 80, protocol: 'TCP' },
        { containerPort: 53, protocol: 'UDP' },
      ],
    },
    'each port gets a protocol, and nothing else: without hostNetwork no port of the machine',
  ],
  [
    podWith({ ports: [{ containerPort: 80 }] }, { hostNetwork: true }),
    { [`${first}.ports.0.hostPort`]: 80 },
    "in the machine's network, a port is the machine's",
  ],
  [
    podWith({ resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m' } } }),
    { [`${first}.resources.requests`]: { cpu: '100m', memory: '1Gi' } },
    'what has a limit and no request requests as much',
  ],
  [
    deploymentWith({ template: { spec: podWith({ resources: { limits: { cpu: '1' } } }).spec } }),
    { [`${inTemplate}.containers.0.resources`]: { limits: { cpu: '1' } } },
    'in a template requests wait until there is a pod',
  ],
  [
    podWith({ resources: { requests: { cpu: '1' } } }),
    { [`${first}.resources`]: { requests: { cpu: '1' } } },
    'a request makes no limit',
  ],
  [
    podOf({
      containers: [{ name: 'a', image: 'a' }],
      initContainers: [{ name: 'b', image: 'b:1', resources: { limits: { cpu: '1' } } }],
    }),
    {
      'spec.initContainers.0.imagePullPolicy': 'IfNotPresent',
      'spec.initContainers.0.resources.requests': { cpu: '1' },
    },
    'init containers are containers',
  ],
  [
    podWith({ livenessProbe: { httpGet: { port: 80 } } }),
    { [`${first}.livenessProbe`]: { ...probe, httpGet: { port: 80, path: '/', scheme: 'HTTP' } } },
    'a probe has its times, and what it calls',
  ],
  [
    podWith({ readinessProbe: { periodSeconds: 1, exec: { command: ['a'] } } }),
    { [`${first}.readinessProbe`]: { ...probe, periodSeconds: 1, exec: { command: ['a'] } } },
    'only what is missing is filled in',
  ],
  [
    podWith({ startupProbe: { grpc: { port: 1 } } }),
    { [`${first}.startupProbe`]: { ...probe, grpc: { port: 1, service: '' } } },
    'a gRPC probe asks for the empty service',
  ],
  [
    podWith({ lifecycle: { postStart: { httpGet: { port: 80 } }, preStop: { httpGet: { port: 81 } } } }),
    {
      [`${first}.lifecycle`]: {
        postStart: { httpGet: { port: 80, path: '/', scheme: 'HTTP' } },
        preStop: { httpGet: { port: 81, path: '/', scheme: 'HTTP' } },
      },
    },
    'a hook calls like a probe, and has no times',
  ],
  [
    podWith({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }),
    { [`${first}.env.0.valueFrom.fieldRef`]: { fieldPath: 'metadata.name', apiVersion: 'v1' } },
    'a field is one of v1',
  ],
  [
    podWith({}, { volumes: [{ name: 'a' }, { name: 'b', secret: { secretName: 's' } }] }),
    {
      'spec.volumes': [
        { name: 'a', emptyDir: {} },
        { name: 'b', secret: { secretName: 's', defaultMode: 0o644 } },
      ],
    },
    'volumes have defaults, too',
  ],
];
