/**
 * Who belongs to a cluster. Ids are made out of names, addresses and token, so that members who were told the same find
 * the same ids, and members of different clusters do not take each other for their own.
 *
 *     a=10.0.0.1:2380,b=10.0.0.2:2380        two members; raft number 1 is a, 2 is b
 */
import { createHash } from 'node:crypto';
import type { Member } from '#kit/etcd/api.ts';

export interface Address {
  host: string;
  port: number;
}

export interface PeerAddress extends Address {
  name: string;
}

/** `host:port`, with or without `http://` or `https://` in front; nothing for anything else. */
export function parseAddress(value: string): Address | undefined {
  const match = /^(?:https?:\/\/)?(\[[\da-f:]+\]|[\w.-]+):(\d{1,5})\/?$/i.exec(value);
  if (!match || Number(match[2]) > 65535) return undefined;
  return { host: match[1].replace(/^\[(.*)\]$/, '$1'), port: Number(match[2]) };
}

/** The members sorted by name, or what is wrong. */
export function parseCluster(value: string): PeerAddress[] | string {
  const members: PeerAddress[] = [];
  for (const part of value.split(',')) {
    const [name, address, ...more] = part.split('=');
    const parsed = address === undefined || more.length > 0 ? undefined : parseAddress(address);
    if (!/^[\w.-]+$/.test(name) || !parsed) return `"${part}" is not like a=127.0.0.1:2380`;
    if (members.some((member) => member.name === name)) return `there are two members "${name}"`;
    const other = members.find(({ host, port }) => host === parsed.host && port === parsed.port);
    if (other && parsed.port !== 0) return `"${name}" and "${other.name}" have one address`;
    members.push({ name, ...parsed });
  }
  return members.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function showAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

export function showCluster(members: PeerAddress[]): string {
  return members.map((member) => `${member.name}=${showAddress(member)}`).join(',');
}

/** @param origin what sets apart clusters of the same members: the backup that one was made from */
export function clusterIdOf(members: PeerAddress[], token: string, origin = ''): bigint {
  return hash64(`cluster ${token} ${showCluster(members)} ${origin}`);
}

export function membersOf(cluster: PeerAddress[], token: string, origin: string, scheme: string): Member[] {
  return cluster.map((member) => ({
    id: hash64(`member ${token} ${member.name}=${showAddress(member)} ${origin}`),
    name: member.name,
    peerUrls: [`${scheme}://${showAddress(member)}`],
    clientUrls: [],
    isLearner: false,
  }));
}

function hash64(text: string): bigint {
  const id = createHash('sha256').update(text).digest().readBigUInt64BE();
  return id === 0n ? 1n : id;
}
