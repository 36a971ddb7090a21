/**
 * The process dies first, and the power fails later. After the first everything that was written can be read, synced or
 * not; so what is then shown may be in memory only, unless the code under test takes care.
 *
 *     run ─o──o──o─► killed ──► reopen ─o──o──o─► power cut ──► an outcome ──► reopen ──► found
 */
import type { TestContext } from '../judge/exercise.ts';
import { soon, unhurried } from './disk.ts';
import { blame, cutInWords, type Lived, live, momentInWords, switchedOn, type ToldMoment } from './life.ts';
import { judgeOnce, openOnce, type Subject, type Sweep } from './power-cut.ts';
import { type SurvivalOptions, survivals } from './survival.ts';

/** Kills the subject's process at every moment of its run, and cuts the power at every moment of what follows. */
export async function killThenCutPower<Told, Found>(
  t: TestContext,
  subject: Subject<Told, Found>,
  options: SurvivalOptions,
): Promise<void> {
  const first = await live<Told, void>(subject.run, new Map(), subject.initial, unhurried);
  if (first.thrown !== undefined) blame(t, first, 'on a sound disk nothing may be refused');
  const sweep: Sweep<Told, Found> = { t, subject, opened: new Map() };
  for (const killed of first.moments) {
    const second = await live<Told, Found>(subject.reopen, killed.state, killed.told, soon);
    const story = [...storyOf(first, killed), `process killed ${momentInWords(killed)}`, 'started again'];
    judgeAfterKill(sweep, second, killed.told, story);
    for (const cut of second.moments) {
      for (const survival of survivals(cut.state, options)) {
        const again = await openOnce(sweep, survival.image);
        const whole = () => [...story, ...storyOf(second, cut), ...cutInWords(cut, survival), switchedOn];
        await judgeOnce(sweep, again, cut.told, whole);
      }
    }
  }
}

function storyOf({ trace }: Lived<unknown, unknown>, { lines }: ToldMoment<unknown>): string[] {
  return trace.lines.slice(0, lines);
}

function judgeAfterKill<Told, Found>(
  { t, subject }: Sweep<Told, Found>,
  second: Lived<Told, Found>,
  told: Told,
  story: string[],
): void {
  const refused = second.thrown !== undefined;
  const evidence = refused ? undefined : subject.judge(second.result as Found, told);
  if (!refused && !evidence) return;
  for (const line of story) t.step(line);
  if (refused) blame(t, second, 'the death of the process is no reason to refuse: this must open, and go on');
  for (const line of second.trace.lines.slice(0, second.linesUntilTold)) t.step(line);
  t.fail(evidence!);
}
