// Goal: the real kubectl cannot tell the reference from a Kubernetes. Method: what people type and what they see, on the
// reference's own etcd and on the real one. Skipped, and counted as skipped, where a program is not installed. Another
// kubectl than the installed one: SLIPWAY_KUBECTL=/tmp/kubectl node --import tsx tests/kubectl.test.ts
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isInstalled, startReal } from '../checker/conformance/etcd/servers.ts';
import { minorVersion, program } from '../checker/conformance/kubernetes/kubectl.ts';
import { type RunningApiServer, startApiServer } from '../checker/conformance/kubernetes/servers.ts';
import { stories, tell } from '../checker/conformance/kubernetes/stories.ts';

const isThere = isInstalled(program);
const declare = isThere ? test : test.skip;
const onRealEtcd = isThere && isInstalled('etcd') ? test : test.skip;
const minor = isThere ? minorVersion() : 0;
const skipped: string[] = [];
let [tried, right] = [0, 0];

function declareAll(where: string, isPossible: typeof test | typeof test.skip, start: () => Promise<Started>): void {
  let server: Promise<Started> | undefined;
  for (const [place, story] of stories.entries()) {
    isPossible(`${where}: ${story.name}`, async () => {
      server ??= start();
      const { kubeconfig, folder } = await server;
      const score = await tell({ kubeconfig, home: join(folder, 'home'), minor }, story, `story-${place}`);
      tried += score.tried;
      right += score.right;
      skipped.push(...score.skipped);
      assert.is(score.wrong.length, 0, `\n${score.wrong.join('\n\n')}\n`);
    });
  }
  isPossible(`${where}: stops`, async () => (await server)?.stop());
}

type Started = RunningApiServer;

async function startOnRealEtcd(): Promise<Started> {
  const etcd = await startReal();
  const server = await startApiServer(['--etcd-servers', etcd.endpoint]);
  return { ...server, stop: () => server.stop().then(etcd.stop) };
}

declareAll('own etcd', declare, () => startApiServer());
declareAll('real etcd', onRealEtcd, startOnRealEtcd);

declare('the count', () => {
  process.stdout.write(`kubectl 1.${minor}: ${tried} commands tried, ${right} right, ${skipped.length} skipped\n`);
  for (const line of new Set(skipped)) process.stdout.write(`  skipped ${line}\n`);
});

test.run();
