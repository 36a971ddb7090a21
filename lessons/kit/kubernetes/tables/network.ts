/** The tables of what leads to pods: Service, Endpoints, EndpointSlice, Ingress. */
import { ageColumn, ageOf, column, type KindTable, nameColumn, nameOf, wide } from './columns.ts';
import { type Fields, firstFew, joinedOrNone, listAt, mapAt, none, textAt, textsAt } from './fields.ts';

const service: KindTable = {
  columns: [
    nameColumn,
    column('Type'),
    column('Cluster-IP'),
    column('External-IP'),
    column('Port(s)'),
    ageColumn,
    wide('Selector'),
  ],
  cells: (object, now) => [
    nameOf(object),
    textAt(object, 'spec.type'),
    textAt(object, 'spec.clusterIP', none),
    externalAddress(object),
    joinedOrNone(listAt(object, 'spec.ports').map(showPort)),
    ageOf(object, now),
    joinedOrNone(
      Object.entries(mapAt(object, 'spec.selector'))
        .map(([key, value]) => `${key}=${value}`)
        .sort(),
    ),
  ],
};

function showPort(port: Fields): string {
  const node = textAt(port, 'nodePort', '0');
  return `${port.port}${node === '0' ? '' : `:${node}`}/${textAt(port, 'protocol', 'TCP')}`;
}

function externalAddress(object: object): string {
  const type = textAt(object, 'spec.type');
  if (type === 'ExternalName') return textAt(object, 'spec.externalName', none);
  const given = textsAt(object, 'spec.externalIPs');
  if (type !== 'LoadBalancer') return joinedOrNone(given);
  const all = [...balancerAddresses(object), ...given];
  return all.length === 0 ? '<pending>' : all.join(',');
}

function balancerAddresses(object: object): string[] {
  return listAt(object, 'status.loadBalancer.ingress').flatMap((ingress) => {
    const address = textAt(ingress, 'ip', textAt(ingress, 'hostname'));
    return address === '' ? [] : [address];
  });
}

const endpoints: KindTable = {
  columns: [nameColumn, column('Endpoints'), ageColumn],
  cells: (object, now) => [
    nameOf(object),
    firstFew(listAt(object, 'subsets').flatMap(addressesOf), 3),
    ageOf(object, now),
  ],
};

/** Each address with each port, or alone where there are none. */
function addressesOf(subset: Fields): string[] {
  const addresses = listAt(subset, 'addresses').map((address) => textAt(address, 'ip'));
  const ports = listAt(subset, 'ports').map(({ port }) => `${port}`);
  if (ports.length === 0) return addresses;
  return ports.flatMap((port) => addresses.map((ip) => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`));
}

const endpointSlice: KindTable = {
  columns: [nameColumn, column('AddressType'), column('Ports'), column('Endpoints'), ageColumn],
  cells(object, now) {
    const ports = listAt(object, 'ports').map((port) => textAt(port, 'port', '*'));
    const addresses = listAt(object, 'endpoints').flatMap((endpoint) => textsAt(endpoint, 'addresses'));
    const unset = (texts: string[]) => (texts.length === 0 ? '<unset>' : firstFew(texts, 3));
    return [nameOf(object), textAt(object, 'addressType'), unset(ports), unset(addresses), ageOf(object, now)];
  },
};

const ingress: KindTable = {
  columns: [nameColumn, column('Class'), column('Hosts'), column('Address'), column('Ports'), ageColumn],
  cells(object, now) {
    const hosts = listAt(object, 'spec.rules').flatMap((rule) =>
      textAt(rule, 'host') === '' ? [] : [textAt(rule, 'host')],
    );
    return [
      nameOf(object),
      textAt(object, 'spec.ingressClassName', none),
      hosts.length === 0 ? '*' : firstFew(hosts, 3),
      balancerAddresses(object).join(','),
      listAt(object, 'spec.tls').length > 0 ? '80, 443' : '80',
      ageOf(object, now),
    ];
  },
};

const ingressClass: KindTable = {
  columns: [nameColumn, column('Controller'), column('Parameters'), ageColumn],
  cells(object, now) {
    const parameters = mapAt(object, 'spec.parameters');
    const kind = [textAt(parameters, 'kind'), textAt(parameters, 'apiGroup')].filter((text) => text !== '').join('.');
    return [
      nameOf(object),
      textAt(object, 'spec.controller'),
      kind === '' ? none : `${kind}/${textAt(parameters, 'name')}`,
      ageOf(object, now),
    ];
  },
};

/** By kind. */
export const networkTables: Record<string, KindTable> = {
  Service: service,
  Endpoints: endpoints,
  EndpointSlice: endpointSlice,
  Ingress: ingress,
  IngressClass: ingressClass,
};
