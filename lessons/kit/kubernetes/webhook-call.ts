/**
 * Asks an admission webhook over HTTPS, and waits for it no longer than is said.
 *
 *     await callWebhook({ url: 'https://127.0.0.1:9443/mutate', caBundle }, review, 10_000)      the answer, parsed
 */
import { request } from 'node:https';

export interface WebhookAddress {
  url: string;
  /** Certificates in PEM, in base64, that the webhook's must be signed under; those that the system trusts unless said. */
  caBundle?: string;
}

/** What an answer may have; a webhook that sends more is broken. */
const answerBytesMax = 4 * 1024 * 1024;

/** Rejects where there is no answer in time, or none that is 200 with JSON. */
export function callWebhook({ url, caBundle }: WebhookAddress, review: object, timeoutMs: number): Promise<unknown> {
  const body = Buffer.from(JSON.stringify(review));
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const ca = caBundle === undefined ? undefined : Buffer.from(caBundle, 'base64');
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers, ca, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > answerBytesMax) call.destroy(new Error('the answer is too long'));
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`the answer has status ${response.statusCode}`));
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString()));
        } catch (error) {
          reject(error);
        }
      });
    });
    call.on('error', (error) => reject(timedOut(error, timeoutMs)));
    call.end(body);
  });
}

function timedOut(error: Error, timeoutMs: number): Error {
  return error.name === 'AbortError' || error.name === 'TimeoutError'
    ? new Error(`context deadline exceeded: no answer within ${timeoutMs / 1000} s`)
    : error;
}
