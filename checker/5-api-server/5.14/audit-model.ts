/** The rules of the audit log as the text has them, in the most plodding way. */
import type { AuditEvent, AuditLevel, AuditPolicy, AuditRule, AuditSummary } from '#api-server/audit.ts';
import type { RequestInfo, UserInfo } from '#kit/kubernetes/http.ts';

export function levelByTheBook({ rules }: AuditPolicy, user: UserInfo, info: RequestInfo): AuditLevel {
  for (const rule of rules) if (fits(rule, user, info)) return rule.level;
  return 'None';
}

function fits(rule: AuditRule, { name, groups }: UserInfo, info: RequestInfo): boolean {
  if (rule.users && !rule.users.includes(name)) return false;
  if (rule.userGroups && !groups.some((group) => rule.userGroups!.includes(group))) return false;
  if (rule.verbs && !rule.verbs.includes(info.verb)) return false;
  if (rule.namespaces && !rule.namespaces.includes(info.namespace)) return false;
  if (rule.resources) return info.isResource && rule.resources.some((each) => isOf(each, info));
  if (rule.nonResourceURLs) return !info.isResource && rule.nonResourceURLs.some((url) => isPath(url, info.path));
  return true;
}

function isOf(wanted: { group: string; resources?: string[] }, { group, resource, subresource }: RequestInfo): boolean {
  if (wanted.group !== group) return false;
  if (!wanted.resources) return true;
  return wanted.resources.includes(subresource === '' ? resource : `${resource}/${subresource}`);
}

function isPath(pattern: string, path: string): boolean {
  const beginning = pattern.endsWith('*') ? pattern.slice(0, -1) : undefined;
  return beginning === undefined ? path === pattern : path.startsWith(beginning);
}

/** A line for each kind of event, in no order. */
export function linesByTheBook(events: readonly AuditEvent[]): AuditSummary[] {
  const lines: AuditSummary[] = [];
  for (const { user, verb, objectRef, requestURI, responseStatus, requestReceivedTimestamp: at } of events) {
    const { resource, subresource, namespace = '' } = objectRef ?? {};
    const path = requestURI.replace(/\?.*/, '');
    const named = resource === undefined ? path : [resource, ...(subresource ? [subresource] : [])].join('/');
    const own = { user: String(user.username), verb, resource: named, namespace, code: responseStatus.code };
    const alike = lines.find((line) =>
      Object.entries(own).every(([key, value]) => line[key as keyof AuditSummary] === value),
    );
    if (!alike) lines.push({ ...own, count: 1, first: at, last: at });
    else {
      alike.count++;
      if (at < alike.first) alike.first = at;
      if (at > alike.last) alike.last = at;
    }
  }
  return lines;
}
