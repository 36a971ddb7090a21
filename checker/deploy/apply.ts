import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';

export interface Applied {
  status: number;
  /** What the server says where it refuses. */
  message: string;
}

/**
 * Sends a Deployment in YAML to an API server, as its administrator, over TLS.
 *
 * @param folder the server's data folder, with its certificates
 */
export function applyDeployment(manifest: string, folder: string, port: number): Promise<Applied> {
  const pem = (name: string) => readFileSync(join(folder, 'pki', name));
  return new Promise((resolve, reject) => {
    const sent = request({
      ...{ host: '127.0.0.1', port, method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments' },
      ...{ ca: pem('ca.crt'), cert: pem('admin.crt'), key: pem('admin.key') },
      headers: { 'content-type': 'application/yaml', 'user-agent': 'deploy' },
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part) => (body += part));
      response.once('error', reject);
      response.once('end', () => {
        const { message = '' } = JSON.parse(body) as { message?: string };
        resolve({ status: response.statusCode ?? 0, message });
      });
    });
    sent.end(manifest);
  });
}
