import type { Story } from './step.ts';

const nodePort = "get svc s -o jsonpath='{.spec.type} {.spec.ports[0].nodePort}{.spec.externalTrafficPolicy}'";
const headless = 'apiVersion: v1\nkind: Service\nmetadata: {name: h}\nspec: {ports: [{port: 80}], selector: {a: b}}\n';
const address = "get svc s -o jsonpath='{.spec.type} {.spec.clusterIP}{.spec.clusterIPs}{.spec.ipFamilies}'";

export const services: Story = {
  name: 'Services that change their type',
  steps: [
    ['create service nodeport s --tcp=80:8080 --node-port=32001', 'service/s created'],
    [
      'create service nodeport t --tcp=80:8080 --node-port=32001',
      /Service "t" is invalid: spec\.ports\[0\]\.nodePort: Invalid value: 32001: provided port is already allocated$/,
      { code: 1 },
    ],
    ['patch svc s -p \'{"spec":{"type":"ClusterIP"}}\'', 'service/s patched'],
    [nodePort, 'ClusterIP'],
    ['create service nodeport t --tcp=80:8080 --node-port=32001', 'service/t created'],
    [
      'patch svc s -p \'{"spec":{"ports":[{"port":80,"nodePort":32002}]}}\'',
      /^The Service "s" is invalid: spec\.ports\[0\]\.nodePort: Forbidden: may not be used when `type` is 'ClusterIP'$/,
      { code: 1 },
    ],
    ['patch svc s -p \'{"spec":{"type":"NodePort"}}\'', 'service/s patched'],
    [nodePort, /^NodePort 3\d{4}Cluster$/],
    ['patch svc s -p \'{"spec":{"type":"ExternalName","externalName":"example.com"}}\'', 'service/s patched'],
    [address, 'ExternalName'],
    ['patch svc s -p \'{"spec":{"type":"ClusterIP","externalName":null}}\'', 'service/s patched'],
    [address, /^ClusterIP 10\.96\.(\d+\.\d+)\["10\.96\.\1"\]\["IPv4"\]$/],
    ['create service clusterip h --clusterip=None --tcp=80', 'service/h created'],
    ['replace -f -', 'service/h replaced', { input: headless }],
    ["get svc h -o jsonpath='{.spec.clusterIP} {.spec.clusterIPs} {.spec.selector.a}'", 'None ["None"] b'],
  ],
};
