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
import { blame, cutInWords, type Life, live, switchedOn } from './life.ts';
import { type SurvivalOptions, survivals } from './survival.ts';

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
  const sweep: Sweep<Told, Found> = { t, subject, opened: new Map() };
  // One cut is told more easily than two, so all the single ones come first.
  const second: (() => Promise<void>)[] = [];
  for (const moment of first.moments) {
    for (const survival of survivals(moment.state, options)) {
      const again = await openOnce(sweep, survival.image);
      if (again.judgedFor.has(moment.told)) continue;
      const story = () => [...first.trace.lines.slice(0, moment.lines), ...cutInWords(moment, survival), switchedOn];
      await judgeOnce(sweep, again, moment.told, story);
      second.push(() => cutPowerWhileRecovering(sweep, again, moment.told, story));
    }
  }
  for (const cut of second) await cut();
}

export interface Sweep<Told, Found> {
  t: TestContext;
  subject: Subject<Told, Found>;
  /** What was made of each image so far. */
  opened: Map<string, Opened<Told, Found>>;
}

/** What was made of an image. */
interface Opened<Told, Found> {
  image: Image;
  result?: Found;
  thrown?: unknown;
  /** What had been told at the cuts that this was judged for. */
  judgedFor: Set<Told>;
  /** What cuts in its own midst lead to; made when first asked for. */
  cuts?: Cut<Told, Found>[];
}

/** What a cut in the midst of a recovery leads to. */
interface Cut<Told, Found> {
  /** Numbers of the moment and of the outcome, to find them again. */
  moment: number;
  survival: number;
  /** What was told since the recovery began, if anything. */
  told: Told | undefined;
  again: Opened<Told, Found>;
}

export async function openOnce<Told, Found>(sweep: Sweep<Told, Found>, image: Image): Promise<Opened<Told, Found>> {
  const key = keyOf(image);
  const known = sweep.opened.get(key);
  if (known) return known;
  // Moments and trace are made again where they are needed: there are thousands of images.
  const { result, thrown } = await recover(sweep, image, true);
  const made = { image, result, thrown, judgedFor: new Set<Told>() };
  sweep.opened.set(key, made);
  return made;
}

function recover<Told, Found>({ subject }: Sweep<Told, Found>, image: Image, muted: boolean) {
  return live<Told | undefined, Found>(subject.reopen, image, undefined, soon, muted);
}

/** A second cut, and no third. */
async function cutPowerWhileRecovering<Told, Found>(
  sweep: Sweep<Told, Found>,
  recovery: Opened<Told, Found>,
  told: Told,
  story: () => string[],
): Promise<void> {
  recovery.cuts ??= await cutsOf(sweep, recovery);
  for (const cut of recovery.cuts) {
    await judgeOnce(sweep, cut.again, cut.told ?? told, async () => {
      const { moments, trace } = await recover(sweep, recovery.image, false);
      const moment = moments[cut.moment];
      const survival = [...survivals(moment.state, whileRecovering)][cut.survival];
      return [...story(), ...trace.lines.slice(0, moment.lines), ...cutInWords(moment, survival), switchedOn];
    });
  }
}

const whileRecovering: SurvivalOptions = { shapes: ['cut'], coarse: true };

async function cutsOf<Told, Found>(
  sweep: Sweep<Told, Found>,
  recovery: Opened<Told, Found>,
): Promise<Cut<Told, Found>[]> {
  const cuts: Cut<Told, Found>[] = [];
  const { moments } = await recover(sweep, recovery.image, true);
  for (const [moment, { state, told }] of moments.entries()) {
    let number = 0;
    for (const { image } of survivals(state, whileRecovering)) {
      cuts.push({ moment, survival: number++, told, again: await openOnce(sweep, image) });
    }
  }
  return cuts;
}

export async function judgeOnce<Told, Found>(
  sweep: Sweep<Told, Found>,
  again: Opened<Told, Found>,
  told: Told,
  story: () => string[] | Promise<string[]>,
): Promise<void> {
  if (again.judgedFor.has(told)) return;
  again.judgedFor.add(told);
  const { t, subject } = sweep;
  const refused = again.thrown !== undefined;
  const evidence = refused ? undefined : subject.judge(again.result as Found, told);
  if (!refused && !evidence) return;
  for (const line of await story()) t.step(line);
  const retold = await recover(sweep, again.image, false);
  if (refused) blame(t, retold, 'a power cut is no reason to refuse: this must open, and go on');
  for (const line of retold.trace.lines.slice(0, retold.linesUntilTold)) t.step(line);
  t.fail(evidence!);
}
