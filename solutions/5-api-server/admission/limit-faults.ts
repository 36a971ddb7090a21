/**
 * Given: what is too little, too much, or not said, against one limit of a LimitRange.
 *
 * Source: the texts are those of Kubernetes 1.32.
 */
import { canonicalQuantity, compareQuantities, parseQuantity } from '#kit/kubernetes/quantity.ts';
import type { Amounts, Limit } from './limit-ranger.ts';
import type { Asked } from './resource-amounts.ts';

export function limitFaults(limit: Limit, asked: Asked): string[] {
  return [
    ...each(limit.min, (resource, bound) => tooLittle(resource, bound, limit.type, asked)),
    ...each(limit.max, (resource, bound) => tooMuch(resource, bound, limit.type, asked)),
    ...each(limit.maxLimitRequestRatio, (resource, bound) => tooFar(resource, bound, limit.type, asked)),
  ];
}

function each(bounds: Amounts = {}, faults: (resource: string, bound: string) => string[]): string[] {
  return Object.entries(bounds).flatMap(([resource, bound]) => faults(resource, bound));
}

function tooLittle(resource: string, bound: string, type: string, { requests, limits }: Asked): string[] {
  const rule = `minimum ${resource} usage per ${type} is ${canonicalQuantity(bound)}`;
  const [request, limit] = [requests[resource], limits[resource]];
  if (request === undefined) return [`${rule}.  No request is specified`];
  if (compareQuantities(request, bound) < 0) return [`${rule}, but request is ${canonicalQuantity(request)}`];
  if (limit === undefined || compareQuantities(limit, bound) >= 0) return [];
  return [`${rule}, but limit is ${canonicalQuantity(limit)}`];
}

function tooMuch(resource: string, bound: string, type: string, { requests, limits }: Asked): string[] {
  const rule = `maximum ${resource} usage per ${type} is ${canonicalQuantity(bound)}`;
  const [request, limit] = [requests[resource], limits[resource]];
  const isClaim = type === 'PersistentVolumeClaim';
  if (limit === undefined && !isClaim) return [`${rule}.  No limit is specified`];
  if (limit !== undefined && compareQuantities(limit, bound) > 0)
    return [`${rule}, but limit is ${canonicalQuantity(limit)}`];
  if (request === undefined || compareQuantities(request, bound) <= 0) return [];
  return [`${rule}, but request is ${canonicalQuantity(request)}`];
}

function tooFar(resource: string, bound: string, type: string, { requests, limits }: Asked): string[] {
  const rule = `${resource} max limit to request ratio per ${type} is ${canonicalQuantity(bound)}`;
  const [request, limit] = [parseQuantity(requests[resource] ?? 0) ?? 0n, parseQuantity(limits[resource] ?? 0) ?? 0n];
  if (request === 0n) return [`${rule}, but no request is specified or request is 0`];
  if (limit === 0n) return [`${rule}, but no limit is specified or limit is 0`];
  const ratio = Number(limit) / Number(request);
  return ratio > Number(parseQuantity(bound)) / 1e9 ? [`${rule}, but provided ratio is ${ratio.toFixed(6)}`] : [];
}
