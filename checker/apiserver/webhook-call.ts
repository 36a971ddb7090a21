/** Asks a webhook over HTTPS (exercise 5.13). */
import { request } from 'node:https';
import type { WebhookCall } from '#api-server/webhooks.ts';

/** An answer is not longer than a request may be. */
const bytesMax = 3 * 1024 * 1024;

export const callWebhook: WebhookCall = ({ url, caBundle }, review, timeoutMs) =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify(review);
    const asked = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      ...(caBundle && { ca: Buffer.from(caBundle, 'base64').toString() }),
      // Node's own limit is for a silent socket only.
      signal: AbortSignal.timeout(timeoutMs),
    });
    asked.once('error', reject);
    asked.once('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > bytesMax) response.destroy(new Error(`the answer has more than ${bytesMax} bytes`));
        parts.push(part);
      });
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`the answer is ${response.statusCode}`));
        try {
          resolve(JSON.parse(Buffer.concat(parts).toString()));
        } catch (thrown) {
          reject(thrown as Error);
        }
      });
    });
    asked.end(body);
  });
