/**
 * Sends hostile requests to the reference's API server. Arguments: the first seed, how many, and how far apart. Prints what
 * went wrong and, at the end, what it came to, a JSON object a line.
 */
import { runHostile } from '../conformance/kubernetes/hostile/run.ts';
import type { BodiesFailure } from './bodies-soak.ts';

const [from, count, step] = process.argv.slice(2).map(Number);

const total = await runHostile({ from, count, step }, ({ seed, request, message }) => {
  const { what, method, url, headers, body } = request;
  const failure: BodiesFailure = {
    ...{ seed, what, message },
    lines: [
      `${method} ${url}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      Buffer.from(body).toString('latin1'),
    ],
  };
  process.stdout.write(`${JSON.stringify({ failure })}\n`);
});
process.stdout.write(`${JSON.stringify({ total })}\n`, () => process.exit());
