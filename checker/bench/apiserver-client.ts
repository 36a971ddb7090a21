/** What the load programs need of an API server: its administrator's certificate, and no more of HTTP than there must be. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { join } from 'node:path';

export interface ApiClient {
  /** Resolves with how many bytes the answer had. Rejects for any other code than 200 or 201. */
  send(method: string, path: string, body?: string): Promise<number>;
  /** Resolves once the answer begins; what follows is handed on as it comes. */
  watch(path: string, heard: (part: Buffer) => void): Promise<void>;
  close(): void;
}

/** @param data the server's folder */
export function connectApi(data: string, port: number, connections: number): ApiClient {
  const pem = (name: string) => readFileSync(join(data, 'pki', name));
  const tls = { ca: pem('ca.crt'), cert: pem('admin.crt'), key: pem('admin.key') };
  const agent = new Agent({ ...tls, keepAlive: true, maxSockets: connections });
  const streams = new Agent({ ...tls, maxSockets: Number.POSITIVE_INFINITY });

  function open(method: string, path: string, body: string | undefined, from: Agent): Promise<IncomingMessage> {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers =
      body === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, agent: from, method, path, headers }, resolve);
      sent.once('error', reject).end(body);
    });
  }

  return {
    async send(method, path, body) {
      const response = await open(method, path, body, agent);
      let size = 0;
      response.on('data', (part) => (size += part.length));
      await new Promise((resolve, reject) => response.once('end', resolve).once('error', reject));
      if (response.statusCode! > 201) throw new Error(`${method} ${path}: ${response.statusCode}`);
      return size;
    },
    async watch(path, heard) {
      const response = await open('GET', path, undefined, streams);
      if (response.statusCode !== 200) throw new Error(`GET ${path}: ${response.statusCode}`);
      response.on('data', heard);
    },
    close() {
      agent.destroy();
      streams.destroy();
    },
  };
}
