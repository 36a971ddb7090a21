// Goal: the record of a learner's progress is never lost by our doing and never stops a command. Method: files in a
// folder of the test's own; several processes at once for what only they can show.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Progress, readProgress, updateProgress } from '../checker/progress/progress-file.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs with the path of a progress file that does not exist yet; its folder is gone afterwards. */
async function withFile(work: (file: string, folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-progress-'));
  try {
    await work(join(folder, 'state', 'progress.json'), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is written to stderr meanwhile. */
function complaintsDuring(work: () => void): string {
  const { write } = process.stderr;
  let written = '';
  process.stderr.write = ((text: string) => {
    written += text;
    return true;
  }) as typeof write;
  try {
    work();
  } finally {
    process.stderr.write = write;
  }
  return written;
}

/** A script in a process of its own, with the file's path as its first argument. */
function inProcess(script: string, file: string): Promise<{ code: number | null; stderr: string }> {
  const module = join(root, 'checker', 'progress', 'progress-file.ts');
  const source = `const { readProgress, updateProgress } = await import(${JSON.stringify(module)}); const file = process.argv[1]; ${script}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source, file], { cwd: root });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stderr })));
}

function becomeCurrent(lesson: number): (progress: Progress) => void {
  return (progress) => {
    progress.current = lesson;
  };
}

test('a missing file is a fresh record, and reading makes none', () =>
  withFile((file) => {
    assert.equal(readProgress(file), { schema: 'slipway/progress/v1', current: 1, exercises: {}, layers: {} });
    assert.not.ok(existsSync(dirname(file)));
  }));

test('what is written is read again, indented for people', () =>
  withFile((file) => {
    updateProgress((progress) => {
      progress.current = 2;
      progress.exercises['1.2'] = { verdict: 'fail', points: 0, at: '2025-01-01T00:00:00.000Z' };
    }, file);
    assert.is(readProgress(file).exercises['1.2'].verdict, 'fail');
    assert.ok(readFileSync(file, 'utf8').startsWith('{\n  "schema": "slipway/progress/v1",\n  "current": 2,'));
    assert.equal(readdirSync(dirname(file)), ['progress.json']);
  }));

test('keys that this version does not know are kept', () =>
  withFile((file) => {
    const future = {
      schema: 'slipway/progress/v1',
      current: 1,
      exercises: { '1.1': { verdict: 'pass', stars: 3 } },
      layers: {},
      theme: 'dark',
    };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(future));
    updateProgress((progress) => {
      progress.exercises['1.2'] = { hints: 1 };
    }, file);
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    assert.is(kept.theme, 'dark');
    assert.is(kept.exercises['1.1'].stars, 3);
  }));

test('single entries that make no sense are dropped, the others stay', () =>
  withFile((file) => {
    mkdirSync(dirname(file), { recursive: true });
    const odd = {
      schema: 'slipway/progress/v1',
      current: 'one',
      exercises: { '1.1': 5, '1.2': { verdict: 'pass', hints: -1 } },
      layers: { wal: {} },
    };
    writeFileSync(file, JSON.stringify(odd));
    assert.equal(readProgress(file), {
      schema: 'slipway/progress/v1',
      current: 1,
      exercises: { '1.2': { verdict: 'pass' } },
      layers: {},
    });
  }));

for (const [what, text] of [
  ['not JSON', '{ "schema": "slipway/prog'],
  ['empty', ''],
  ['no record', '[1, 2]'],
  ['another schema', '{"schema":"other/v1"}'],
]) {
  test(`a file that is ${what} is set aside with one line, and a fresh record begins`, () =>
    withFile(async (file) => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      const { code, stderr } = await inProcess(
        'readProgress(file); updateProgress((p) => { p.current = 2 }, file); readProgress(file);',
        file,
      );
      assert.is(code, 0, stderr);
      assert.is(stderr.trim().split('\n').length, 1, stderr);
      assert.match(stderr, 'npm run check -- --all');
      const aside = readdirSync(dirname(file)).find((name) => name.startsWith('progress.json.broken-'));
      assert.is(readFileSync(join(dirname(file), aside!), 'utf8'), text);
      assert.is(readProgress(file).current, 2);
    }));
}

test('where nothing can be written, a command works on and says so once', () =>
  withFile((file, folder) => {
    writeFileSync(join(folder, 'state'), 'a file where the folder should be');
    const complaints = complaintsDuring(() => {
      updateProgress((progress) => {
        progress.current = 2;
      }, file);
      updateProgress((progress) => {
        progress.exercises['1.1'] = { hints: 1 };
      }, file);
    });
    assert.is(complaints.trim().split('\n').length, 1, complaints);
    assert.match(complaints, 'not being saved');
    assert.is(readProgress(file).current, 2);
    assert.is(readProgress(file).exercises['1.1'].hints, 1);
  }));

test('a change that fails changes nothing and frees the lock', () =>
  withFile((file) => {
    assert.throws(
      () =>
        updateProgress((progress) => {
          progress.current = 7;
          throw new Error('mine');
        }, file),
      /mine/,
    );
    assert.is(readProgress(file).current, 1);
    assert.is(updateProgress(becomeCurrent(3), file).current, 3);
  }));

test('a lock that a killed process left behind is taken over', () =>
  withFile((file) => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.lock`, '');
    utimesSync(`${file}.lock`, 0, 0);
    updateProgress(becomeCurrent(4), file);
    assert.is(readProgress(file).current, 4);
    assert.not.ok(existsSync(`${file}.lock`));
  }));

test('four processes at once lose nobody’s entries', () =>
  withFile(async (file) => {
    const rounds = 25;
    const writer = (name: number) =>
      inProcess(
        `for (let i = 0; i < ${rounds}; i++) updateProgress((p) => { p.exercises['${name}.' + i] = { verdict: 'pass' } }, file);`,
        file,
      );
    const ends = await Promise.all([1, 2, 3, 4].map(writer));
    assert.equal(
      ends.map(({ code }) => code),
      [0, 0, 0, 0],
      ends.map(({ stderr }) => stderr).join(''),
    );
    assert.is(Object.keys(readProgress(file).exercises).length, 4 * rounds);
  }));

test.run();
