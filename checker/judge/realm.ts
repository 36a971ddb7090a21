/**
 * A realm: a module of the lesson loaded afresh, with module variables of its own. Servers of one cluster are different
 * machines, and one that restarts has forgotten everything; a variable outside of the server knows nothing of that. So
 * a run is repeated with a realm for each life of each server, and must be the same.
 *
 * In a bundle, `realm-plugin.ts` puts the real thing in this file's place. Outside of one there is a single realm.
 */
export const openRealm = undefined as (<Module>(alias: string) => Module) | undefined;
