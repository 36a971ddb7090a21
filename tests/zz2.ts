import { withoutIdleHeartbeats } from '../checker/sim/fold.ts';
import { createRaft } from '#raft/raft.ts';
import { generatePlan, allTroubles } from '../checker/sim/raft/generate.ts';
import { runPlan } from '../checker/sim/raft/run-plan.ts';
import { shrinkPlan } from '../checker/sim/raft/shrink-plan.ts';
import { createRecorder } from '../checker/sim/raft/recorder.ts';
import { eventInWords, fateInWords } from '../checker/sim/raft/plan.ts';
import { drawTable } from '../checker/sim/picture/terminal.ts';
import { writeFileSync } from 'node:fs';
const subject = { createRaft, config: { noop: process.env.NOOP === "1" }, progress: { until: 'applied', withinTicks: 400 } } as const;
let runs = 0;
for (let seed = 1; seed <= 400; seed++) {
  const plan = generatePlan(seed, { servers: seed % 3 ? 3 : 5, durationMs: Math.min(2000, 300 + seed * 40), troubles: allTroubles, errands: ['propose', 'read', 'compact'] });
  const run = runPlan(plan, subject);
  if (!run.broken && !run.thrown) continue;
  console.log('seed', seed, 'servers', plan.servers, run.broken ?? run.thrown, 'at', run.endedAt, 'events', plan.events.length);
  const t0 = performance.now();
  const small = shrinkPlan(plan, run, (p, noteFates) => { runs++; return runPlan(p, subject, { noteFates }); });
  console.log('shrunk in', (performance.now() - t0).toFixed(0), 'ms', runs, 'runs:', small.events.length, 'events', small.fates?.length, 'fates');
  for (const e of small.events) console.log('  at', e.at, eventInWords(e));
  for (const f of small.fates ?? []) console.log('  ', fateInWords(f));
  const recorder = createRecorder();
  const again = runPlan(small, subject, { recorder });
  console.log(again.broken ?? again.thrown, again.endedAt, recorder.recording.events.length, 'recorded');
  console.log(drawTable(withoutIdleHeartbeats(recorder.recording)).join('\n'));
  writeFileSync(process.argv[2] ?? '/tmp/sim3/rec.json', JSON.stringify({ recording: recorder.recording, broken: again.broken }));
  break;
}
