/** Requests as the wire brings them, behind TLS: so a client certificate is one that the authority has signed. */
import { utf8 } from '#kit/bytes.ts';
import type { ApiRequest } from '#kit/kubernetes/http.ts';

/** anna and ben are administrators, too. `nobody` shows nothing, and `stranger` a token of his own making. */
export type Client = 'admin' | 'anna' | 'ben' | 'vera' | 'nobody' | 'stranger';

const masters = ['system:masters'];
const credentials: Record<Client, Pick<ApiRequest, 'certificate'> & { authorization?: string }> = {
  admin: { certificate: { commonName: 'admin', organizations: masters } },
  anna: { certificate: { commonName: 'anna', organizations: masters } },
  ben: { certificate: { commonName: 'ben', organizations: masters } },
  vera: { certificate: { commonName: 'vera', organizations: ['dev'] } },
  nobody: {},
  stranger: { authorization: 'Bearer let-me-in' },
};

/** @param body an object as JSON, a text as YAML */
export function asked(client: Client, method: string, url: string, body?: object | string): ApiRequest {
  const { certificate, authorization } = credentials[client];
  return {
    ...{ method, url, ...(certificate && { certificate }) },
    headers: {
      accept: 'application/json',
      ...(authorization && { authorization }),
      ...(body !== undefined && { 'content-type': typeOf(method, body) }),
    },
    body: body === undefined ? new Uint8Array() : utf8(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

function typeOf(method: string, body: object | string): string {
  if (method === 'PATCH') return 'application/merge-patch+json';
  return typeof body === 'string' ? 'application/yaml' : 'application/json';
}
