/**
 * The learner's record: `.slipway/progress.json`, outside git, indented for people, never trusted for grading. It is
 * worth little and is treated so: lost or damaged, checking rebuilds it; where it cannot be saved, everything works
 * without it. What must not happen is that a command fails, or forgets what another one has just written.
 *
 *     { "schema": "slipway/progress/v1", "current": 1,
 *       "exercises": { "1.2": { "verdict": "fail", "points": 0, "at": "2025-…", "hints": 1 } },
 *       "layers": { "kv-store": { "code": "9f86d0…", "passed": false } } }
 *
 * Keys that this version does not know are kept: a newer workbook may have written them.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Verdict } from '../judge/verdict.ts';
import { progressFile } from '../paths.ts';
import { withLock } from './lock.ts';
import { freshProgress, understand } from './understand.ts';

export interface Progress {
  schema: 'slipway/progress/v1';
  /** The number of the lesson that commands mean when they are given none, from 1. */
  current: number;
  /** By exercise id. */
  exercises: Record<string, ExerciseProgress>;
  /** By layer name: what is known of whole lessons, so that a check need not run the lower ones again. */
  layers: Record<string, LayerProgress>;
}

/** Of an exercise that was never checked only hints and the solution seen are known. */
export interface ExerciseProgress {
  verdict?: Verdict;
  points?: number;
  /** When it was last checked, as ISO 8601. */
  at?: string;
  /** When it first passed, as ISO 8601; stays when it fails again later. */
  solved?: string;
  /** How many of its hints were shown, `[0, 3]`. */
  hints?: number;
  /** When its solution was first shown, as ISO 8601. */
  solutionSeen?: string;
}

export interface LayerProgress {
  /** A digest of the learner's files and the checker; the standing holds for exactly these. */
  code: string;
  passed: boolean;
}

/** What could not be saved, so that the rest of this run knows of it all the same. */
const unsaved = new Map<string, Progress>();
let hasComplained = false;

/** The record as it stands; a missing or damaged one reads as a fresh one. */
export function readProgress(file = progressFile): Progress {
  const kept = unsaved.get(file);
  return kept ? structuredClone(kept) : parse(file);
}

/**
 * Changes the record. It is read anew under a lock, so that two commands at once keep each other's entries.
 *
 * @param change gets the record and changes it in place
 * @returns the record afterwards
 */
export function updateProgress(change: (progress: Progress) => void, file = progressFile): Progress {
  if (unsaved.has(file)) return applyInMemory(change, file);
  try {
    mkdirSync(dirname(file), { recursive: true });
    return withLock(`${file}.lock`, () => {
      const progress = parse(file);
      const before = JSON.stringify(progress);
      change(progress);
      if (JSON.stringify(progress) !== before) write(file, progress);
      return progress;
    });
  } catch (thrown) {
    if (!isOfFileSystem(thrown)) throw thrown;
    complainOnce(`Your progress is not being saved: ${thrown.message}`);
    return applyInMemory(change, file);
  }
}

function applyInMemory(change: (progress: Progress) => void, file: string): Progress {
  const progress = readProgress(file);
  change(progress);
  unsaved.set(file, structuredClone(progress));
  return progress;
}

function parse(file: string): Progress {
  let json: string;
  try {
    json = readFileSync(file, 'utf8');
  } catch {
    return freshProgress();
  }
  const progress = understand(json);
  if (progress) return progress;
  setAside(file);
  return freshProgress();
}

/** The new text becomes the file in one step: a reader finds the old record or the new one, whole. */
function write(file: string, progress: Progress): void {
  const aside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(aside, `${JSON.stringify(progress, null, 2)}\n`);
    renameSync(aside, file);
  } catch (thrown) {
    rmSync(aside, { force: true });
    throw thrown;
  }
}

/** A damaged record is kept, since someone may want to look at it. */
function setAside(file: string): void {
  const kept = `${file}.broken-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  try {
    renameSync(file, kept);
  } catch (thrown) {
    // Another command has just set it aside, or nothing can be written here: either way there is nothing to keep.
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
    complainOnce(`${basename(file)} is damaged and cannot be set aside; it is being ignored.`);
    return;
  }
  complainOnce(
    `${basename(file)} was damaged and now lies beside as ${basename(kept)}; this rebuilds it: npm run check -- --all`,
  );
}

function complainOnce(line: string): void {
  if (hasComplained) return;
  hasComplained = true;
  process.stderr.write(`${line}\n`);
}

function isOfFileSystem(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && typeof (thrown as NodeJS.ErrnoException).syscall === 'string';
}
