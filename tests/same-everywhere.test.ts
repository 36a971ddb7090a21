/**
 * Goal: a seed's run is the same on every machine: it depends on no time, no locale and no order of keys. Method: the
 * hashes of a few runs stand here; the runs are made anew in processes with other settings, and with objects whose keys
 * stand in another order.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../checker/paths.ts';
import type { CreateRaft } from '../checker/sim/raft/cluster.ts';
import { runPlan } from '../checker/sim/raft/run-plan.ts';
import { createRaft } from '../solutions/3-raft/raft.ts';
import { hashesOf, planOf, subjectOf } from './world/trace-hashes.ts';

/**
 * Of seeds 1, 2 and 3. Another machine must come to the same; an edit of the reference or of the world that changes any
 * message, or when it comes, makes them new.
 */
const expected = {
  servers: ['0ae02b5a2c6d79f3', 'e62d26f36f7d8ad7', 'eac5215b62c9edeb'],
  replicas: ['243df6b1c07353cf', '76c2878e597dd0c6', '921430debea94ca0'],
};

const environments: Record<string, NodeJS.ProcessEnv> = {
  'a Turkish locale': { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  'another time zone': { TZ: 'Pacific/Kiritimati', LANG: 'C', LC_ALL: 'C' },
};

test('the hashes of a few runs are what stands here', async () => {
  assert.equal(await hashesOf(3), expected);
});

for (const [name, env] of Object.entries(environments)) {
  test(`the same in a process of its own with ${name}`, async () => {
    const program = join(root, 'tests', 'world', 'trace-hashes-program.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, '3'], {
      cwd: root,
      env: { ...process.env, ...env },
    });
    assert.equal(JSON.parse(stdout), expected);
  });
}

test('the same with the keys of every object in another order', () => {
  const turned: CreateRaft = (config) => {
    const raft = createRaft(withKeysTurned(config));
    return {
      ...raft,
      step: (message) => raft.step(withKeysTurned(message)),
      ready: () => {
        const ready = raft.ready();
        return ready && withKeysTurned({ ...ready, messages: ready.messages.map(withKeysTurned) });
      },
      status: () => withKeysTurned(raft.status()),
    };
  };
  const hashes = [1, 2, 3].map((seed) => runPlan(withKeysTurned(planOf(seed)), subjectOf(turned)).hash);
  assert.equal(hashes, expected.servers);
});

function withKeysTurned<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).reverse()) as T;
}

test.run();
