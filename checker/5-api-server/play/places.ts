/**
 * The places of the two chains as the picture shows them, in the order of `server.ts`. What is too small for a line of its
 * own counts as part of its neighbour.
 */
export interface Place {
  name: string;
  /** What `server.ts` calls it; the transaction has no name there. */
  links: readonly string[];
  exercise: string;
  /** Only writes come here. */
  isOfWrites: boolean;
}

export const transaction = 'transaction';

export const places: readonly Place[] = [
  { name: 'request-info', links: ['request-info'], exercise: '5.1', isOfWrites: false },
  { name: 'authenticate', links: ['authenticate'], exercise: '5.2', isOfWrites: false },
  { name: 'authorize', links: ['audit', 'impersonate', 'authorize'], exercise: '5.3', isOfWrites: false },
  { name: 'handler', links: ['handler'], exercise: '', isOfWrites: false },
  { name: 'structure', links: ['structure'], exercise: '5.4', isOfWrites: true },
  { name: 'mutating admission', links: ['mutate'], exercise: '5.5', isOfWrites: true },
  { name: 'defaulting', links: ['defaults'], exercise: '5.4', isOfWrites: true },
  { name: 'registry: prepare', links: ['prepare'], exercise: '5.6', isOfWrites: true },
  { name: 'validation', links: ['validate', 'definitions'], exercise: '5.4', isOfWrites: true },
  { name: 'validating admission', links: ['admit'], exercise: '5.5', isOfWrites: true },
  { name: 'etcd transaction', links: [transaction], exercise: '5.6', isOfWrites: true },
];

/** The position of the place that a link belongs to; -1 for one that the picture does not show. */
export function placeOf(link: string): number {
  return places.findIndex(({ links }) => links.includes(link));
}
