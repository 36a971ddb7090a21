/**
 * Users by their tokens, one a line, as in Kubernetes:
 *
 *     31ada4fd,alice,1001,"developers,testers"       token, name, uid, groups (which may be left out)
 *
 * Source: Kubernetes documentation, "Authenticating", "Static token file".
 */
import type { UserInfo } from '#kit/kubernetes/http.ts';

/** Empty lines, and those that begin with `#`, say nothing. */
export function parseTokens(content: string): Record<string, UserInfo> | string {
  const users: Record<string, UserInfo> = Object.create(null);
  for (const [place, line] of content.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [token, name, uid, groups = ''] = fieldsOf(line);
    if (!token || !name || uid === undefined) return `line ${place + 1} is not like TOKEN,USER,UID,"GROUP,GROUP"`;
    if (token in users) return `line ${place + 1} has the token of a line above`;
    users[token] = { name, ...(uid && { uid }), groups: groups === '' ? [] : groups.split(',') };
  }
  return users;
}

function fieldsOf(line: string): string[] {
  const fields = line.matchAll(/\s*(?:"([^"]*)"|([^,"]*))\s*(?:,|$)/g);
  return [...fields].map(([, quoted, plain]) => quoted ?? plain.trim());
}
