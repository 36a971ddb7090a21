/**
 * Cuts the power at every moment of a run, in every way that the disk's contract allows, and looks at what the code
 * under test makes of it.
 *
 *     run      ─o──o──o──o──o──o─►            o: a moment, just before a disk operation is done
 *                     │
 *                     ├─► an outcome ──► reopen ─o──o──o─► found      judged by what was told before the cut
 *                     ├─► an outcome ──► reopen … │
 *                     └─► …                       └─► an outcome ──► reopen ──► found        a cut while recovering
 *
 * The run is made once: the disk's state at each moment is kept, and since the code is deterministic, going on from
 * there is the same as running up to there again. Outcomes that leave the same bytes are opened once.
 *
 * Limit: a restart is in the same process, so a module's own variables live on. But the images come in an order that
 * is not that of the run, and each is opened by itself: code that remembers instead of reading finds the wrong things.
 */
import type { TestContext } from '../judge/exercise.ts';
import type { Evidence } from '../judge/violation.ts';
import { soon, unhurried } from './disk.ts';
import { type Image, keyOf } from './image.ts';
import { blame, cutInWords, type Life, type Lived, live, switchedOn, type ToldMoment } from './life.ts';
import { type Survival, type SurvivalOptions, survivals } from './survival.ts';

/**
 * The code under test, and what it owes.
 *
 * @template Told what the code has told its caller so far, such as which entries are acknowledged. Never changed, only
 *   replaced.
 * @template Found what is there after a restart
 */
export interface Subject<Told, Found> {
  /** What is owed before anything was told. */
  initial: Told;
  /** Does something with an empty disk, and tells each time that there is more to owe. */
  run(life: Life, tell: (told: Told) => void): Promise<void>;
  /**
   * Opens what a disk holds and looks. May go on from there, and tell.
   *
   * @returns what was found at opening
   */
  reopen(life: Life, tell: (told: Told) => void): Promise<Found>;
  /** What is wrong with finding this after that was told. */
  judge(found: Found, told: Told): Evidence | undefined;
}

/** Runs the subject once and cuts the power everywhere, and once more, at fewer bytes, wherever it is recovering. */
export async function cutPowerEverywhere<Told, Found>(
  t: TestContext,
  subject: Subject<Told, Found>,
  options: SurvivalOptions,
): Promise<void> {
  const first = await live<Told, void>(subject.run, new Map(), subject.initial, unhurried);
  if (first.thrown !== undefined) blame(t, first, 'on a sound disk nothing may be refused');
  const opened = new Map<string, Opened<Told, Found>>();
  for (const moment of first.moments) {
    for (const survival of survivals(moment.state, options)) {
      const again = await openOnce(subject, survival.image, opened);
      const story = () => [...first.trace.lines.slice(0, moment.lines), ...cutInWords(moment, survival)];
      judgeOnce(t, subject, again, moment.told, story);
      if (again.cutFor.has(moment.told)) continue;
      again.cutFor.add(moment.told);
      await cutPowerWhileRecovering(t, subject, again, moment.told, opened, story);
    }
  }
}

/** What was made of an image; moments before anything new was told have no `told`. */
interface Opened<Told, Found> extends Lived<Told | undefined, Found> {
  /** What had been told at the cuts that this was judged for. */
  judgedFor: Set<Told>;
  /** The same, for cuts in its own midst. */
  cutFor: Set<Told>;
  /** What a cut in its own midst leads to; made when first asked for. */
  cuts?: { moment: ToldMoment<Told | undefined>; survival: Survival; again: Opened<Told, Found> }[];
}

async function openOnce<Told, Found>(
  subject: Subject<Told, Found>,
  image: Image,
  opened: Map<string, Opened<Told, Found>>,
): Promise<Opened<Told, Found>> {
  const key = keyOf(image);
  const known = opened.get(key);
  if (known) return known;
  const lived = await live<Told | undefined, Found>(subject.reopen, image, undefined, soon);
  const made = { ...lived, judgedFor: new Set<Told>(), cutFor: new Set<Told>() };
  opened.set(key, made);
  return made;
}

/** A second cut, and no third. */
async function cutPowerWhileRecovering<Told, Found>(
  t: TestContext,
  subject: Subject<Told, Found>,
  recovery: Opened<Told, Found>,
  told: Told,
  opened: Map<string, Opened<Told, Found>>,
  story: () => string[],
): Promise<void> {
  recovery.cuts ??= await cutsOf(subject, recovery, opened);
  for (const { moment, survival, again } of recovery.cuts) {
    judgeOnce(t, subject, again, moment.told ?? told, () => [
      ...story(),
      switchedOn,
      ...recovery.trace.lines.slice(0, moment.lines),
      ...cutInWords(moment, survival),
    ]);
  }
}

async function cutsOf<Told, Found>(
  subject: Subject<Told, Found>,
  recovery: Opened<Told, Found>,
  opened: Map<string, Opened<Told, Found>>,
): Promise<NonNullable<Opened<Told, Found>['cuts']>> {
  const cuts: NonNullable<Opened<Told, Found>['cuts']> = [];
  for (const moment of recovery.moments) {
    for (const survival of survivals(moment.state, { shapes: ['cut', 'zeros'], coarse: true })) {
      cuts.push({ moment, survival, again: await openOnce(subject, survival.image, opened) });
    }
  }
  return cuts;
}

function judgeOnce<Told, Found>(
  t: TestContext,
  subject: Subject<Told, Found>,
  again: Opened<Told, Found>,
  told: Told,
  story: () => string[],
): void {
  if (again.judgedFor.has(told)) return;
  again.judgedFor.add(told);
  const refused = again.thrown !== undefined;
  const evidence = refused ? undefined : subject.judge(again.result as Found, told);
  if (!refused && !evidence) return;
  for (const line of [...story(), switchedOn]) t.step(line);
  if (refused) blame(t, again, 'a power cut is no reason to refuse: this must open, and take new entries');
  for (const line of again.trace.lines) t.step(line);
  t.fail(evidence!);
}
