/** What is applied and created in the stories. */

export const deployment = (replicas: number, image = 'nginx:1.14.2') => `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx-deployment
  labels:
    app: nginx
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: ${image}
        ports:
        - containerPort: 80
`;

export const pod = (name: string, more = '') => `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {app: ${name}, tier: front}
spec:
  containers:
  - {name: main, image: nginx${more}}
`;

export const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wg]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}}
    additionalPrinterColumns:
    - {name: Size, type: integer, jsonPath: .spec.size}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [size]
            properties:
              size: {type: integer, minimum: 1, description: How large it is.}
          status: {type: object, properties: {phase: {type: string}}}
`;

export const widget = (spec: string) => `
apiVersion: example.com/v1
kind: Widget
metadata: {name: w1}
spec: {${spec}}
`;
