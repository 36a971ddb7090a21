// Goal: the reference is an etcd as far as clients can see. Method: one body of cases, run over gRPC on the reference
// and, where it is installed, on the real etcd. What is not installed is skipped, and counted as skipped.
import { test } from 'uvu';
import { createHand } from '../checker/conformance/etcd/case.ts';
import { etcdCases } from '../checker/conformance/etcd/cases.ts';
import { isInstalled, type RunningServer, startReal, startReference } from '../checker/conformance/etcd/servers.ts';
import { connectEtcd } from '../lessons/kit/etcd/client.ts';

const servers = {
  'the reference': startReference,
  'the real etcd': isInstalled('etcd') ? startReal : undefined,
};

for (const [whose, start] of Object.entries(servers)) {
  let server: Promise<RunningServer> | undefined;
  let number = 0;
  for (const [about, cases] of Object.entries(etcdCases)) {
    for (const { name, run } of cases) {
      const declare = start ? test : test.skip;
      declare(`${whose}, ${about}: ${name}`, async () => {
        server ??= start!();
        const etcd = connectEtcd({ endpoints: [(await server).endpoint] });
        await run(createHand(etcd, `case-${number++}`)).finally(etcd.close);
      });
    }
  }
  test(`${whose} is stopped`, async () => {
    await (await server)?.stop();
  });
}

test.run();
