import { createRaft } from '#raft/raft.ts';
import { generatePlan, allTroubles } from '../checker/sim/raft/generate.ts';
import { runPlan } from '../checker/sim/raft/run-plan.ts';
const n = Number(process.argv[2] ?? 200);
const servers = Number(process.argv[3] ?? 5);
let messages = 0, elections = 0, bad = 0, events=0, vt=0;
const t0 = performance.now(); const c0 = process.cpuUsage();
for (let seed = 1; seed <= n; seed++) {
  const plan = generatePlan(seed, { servers, durationMs: 2000, troubles: allTroubles, errands: ['propose', 'read', 'compact', 'transfer'] });
  events += plan.events.length;
  const run = runPlan(plan, { createRaft, config: { noop: true, preVote: seed % 2 == 0, checkQuorum: seed % 4 < 2 }, progress: { until: 'applied', withinTicks: 400 } });
  messages += run.messages; elections += run.elections; vt += run.endedAt;
  if (run.broken || run.thrown) { bad++; if (bad < 6) console.log(seed, run.broken ?? run.thrown, run.endedAt); }
}
const s = (performance.now() - t0) / 1000;
const cpu = process.cpuUsage(c0).user / 1e6; console.log({ cpuSeconds: cpu, perCpuSecond: Math.round(messages / cpu) }); console.log({ n, bad, messages, elections, events, seconds: s.toFixed(2), perSecond: Math.round(messages / s), msgPerRun: Math.round(messages/n), virtualSecondsPerSecond: Math.round(vt/1000/s) });
