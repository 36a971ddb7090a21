/**
 * What happens at a save: the exercise in focus is judged and shown at once; then those that passed before, to see that
 * they still do; and when the focus passes for the first time, it moves on to the next exercise that does not. A save
 * that comes meanwhile ends all this and begins anew: nobody waits for a verdict on what is no longer there.
 */
import { hintsOf } from '../../catalog.ts';
import { Interrupted } from '../../judge/interrupted.ts';
import type { Exercise, Lesson } from '../../judge/lesson.ts';
import type { ExerciseResult } from '../../judge/verdict.ts';
import { createWatchSession, type During } from '../../judge/watch-session.ts';
import { readProgress, updateProgress } from '../../progress/progress-file.ts';
import { recordResults, standingsOnFile } from '../../progress/record.ts';
import type { Screen } from './screen.ts';

export interface Watcher {
  /** A file was saved, or the learner wants to know again. */
  changed(): void;
  checkAll(): void;
  /** Shows the next hint on the exercise in focus. */
  hint(): void;
  /** Moves the focus by one exercise. */
  move(by: 1 | -1): void;
  dispose(): Promise<void>;
}

export interface WatcherOptions {
  lesson: Lesson;
  focus?: Exercise;
  seed: number;
  screen: Screen;
}

type Work = (signal: AbortSignal) => Promise<void>;

export async function createWatcher({ lesson, focus: asked, seed, screen }: WatcherOptions): Promise<Watcher> {
  const session = await createWatchSession(lesson, seed, standingsOnFile());
  const passed = new Set(passedBefore(lesson));
  /** Passed at some time: what is lost is looked at again until it is back. */
  const everPassed = new Set(passed);
  let focus = asked ?? firstOpen() ?? lesson.exercises[0];
  /** Whoever chose an exercise means to stay with it, even if it passes before anything is changed. */
  let isChosen = asked !== undefined;
  let running: Promise<void> | undefined;
  let next: Work | undefined;
  let interruption = new AbortController();

  function firstOpen(): Exercise | undefined {
    return (
      lesson.exercises.find(({ id, bonus }) => !bonus && !passed.has(id)) ??
      lesson.exercises.find(({ id }) => !passed.has(id))
    );
  }

  function start(work: Work): void {
    if (running) {
      next = work;
      interruption.abort();
      return;
    }
    interruption = new AbortController();
    running = work(interruption.signal)
      .catch((thrown) => {
        if (!(thrown instanceof Interrupted)) screen.trouble(thrown);
      })
      .finally(() => {
        running = undefined;
        const due = next;
        next = undefined;
        if (due) start(due);
      });
  }

  async function round(signal: AbortSignal): Promise<void> {
    const savedAt = performance.now();
    const sceneNow = (isPartial: boolean) => ({ focus, passed, isPartial, durationMs: performance.now() - savedAt });
    const isNews = !everPassed.has(focus.id) && !isChosen;
    const onFirstFailure = (first: ExerciseResult) => {
      if (first.verdict !== 'todo') screen.verdict(first, sceneNow(true));
    };
    const [result] = await judgeAndRecord([focus.id], { isFocus: true, signal, onFirstFailure });
    isChosen = false;
    screen.verdict(result, sceneNow(false));
    await lookForRegressions(signal);
    if (result.verdict === 'pass' && isNews) moveOn();
    screen.waiting();
  }

  async function judgeAndRecord(ids: string[], during: During): Promise<ExerciseResult[]> {
    const results = await session.check(ids, during);
    for (const { id, verdict } of results) note(id, verdict === 'pass');
    // Saved after the verdict is shown: the disk must not stand between the two.
    setImmediate(() => recordResults(results));
    return results;
  }

  function note(id: string, isPassed: boolean): void {
    if (isPassed) everPassed.add(id);
    passed[isPassed ? 'add' : 'delete'](id);
  }

  async function lookForRegressions(signal: AbortSignal): Promise<void> {
    const others = [...everPassed].filter((id) => id !== focus.id);
    if (others.length === 0) return;
    const lostBefore = others.filter((id) => !passed.has(id));
    const results = await judgeAndRecord(others, { signal });
    const lost = results.filter(({ verdict }) => verdict !== 'pass');
    const back = results.filter(({ id, verdict }) => verdict === 'pass' && lostBefore.includes(id));
    if (lost.length + back.length > 0) screen.others(lost, back);
  }

  function moveOn(): void {
    const next = firstOpen();
    if (!next) screen.finished();
    else if (next !== focus) {
      focus = next;
      screen.next(focus);
    }
  }

  return {
    changed: () => start(round),
    checkAll: () =>
      start(async (signal) => {
        const ids = lesson.exercises.map(({ id }) => id);
        screen.all(await judgeAndRecord(ids, { signal }));
        screen.waiting();
      }),
    async hint() {
      // A hint ends no run: it comes after the verdict.
      await running;
      await showHint(lesson, focus, screen).catch((thrown) => screen.trouble(thrown));
      screen.waiting();
    },
    move(by) {
      const { exercises } = lesson;
      focus = exercises[(exercises.indexOf(focus) + by + exercises.length) % exercises.length];
      isChosen = true;
      start(round);
    },
    async dispose() {
      next = undefined;
      interruption.abort();
      await running;
      await session.dispose();
    },
  };
}

function passedBefore(lesson: Lesson): string[] {
  const { exercises } = readProgress();
  return lesson.exercises.filter(({ id }) => exercises[id]?.verdict === 'pass').map(({ id }) => id);
}

async function showHint(lesson: Lesson, focus: Exercise, screen: Screen): Promise<void> {
  const hints = (await hintsOf(lesson))[focus.id];
  const shown = Math.min(readProgress().exercises[focus.id]?.hints ?? 0, hints.length - 1);
  screen.hint(focus, hints[shown], shown + 1, hints.length);
  updateProgress((progress) => {
    progress.exercises[focus.id] = { ...progress.exercises[focus.id], hints: shown + 1 };
  });
}
