/**
 * What can be done to a writer, and how it came through, a line each. `isSound` is false where the log broke a promise.
 */
import { style } from '../../cli/terminal/colour.ts';
import type { Crew, Failed, Recovery } from './crew.ts';
import { flip, leaveHalfARecord, middleOf, segmentsIn } from './files.ts';

export interface Outcome {
  what: string;
  came: string;
  isSound: boolean;
}

export interface Stage {
  crew: Crew;
  folder: string;
}

export type Trick = (stage: Stage) => Promise<Outcome | Failed>;

export const killIt: Trick = async ({ crew }) => {
  await crew.kill();
  return revived(crew, 'kill -9', []);
};

export const tearIt: Trick = async ({ crew, folder }) => {
  await crew.kill();
  const bytes = leaveHalfARecord(folder);
  const before = bytesIn(folder);
  return revived(crew, `half a record of ${bytes} bytes left behind`, () => {
    const cut = before - bytesIn(folder);
    return cut > 0 ? [`torn tail of ${cut} bytes cut`] : [];
  });
};

/** The byte is put back afterwards: what a log refuses, it must also leave as it was. */
export const damageIt: Trick = async ({ crew, folder }) => {
  await crew.kill();
  const damage = middleOf(folder);
  const what = `byte ${damage.offset.toLocaleString('en')} of ${damage.name} flipped`;
  flip(folder, damage);
  const answer = await crew.start();
  await crew.kill();
  flip(folder, damage);
  const again = await crew.start();
  if (again.kind === 'failed') return again;
  crew.write();
  if (answer.kind === 'recovered') {
    return { what, came: style.bad('it opened as if nothing had happened: rule broken'), isSound: false };
  }
  if (answer.code !== 'damaged') return answer;
  const place = answer.details
    ? `${answer.details.file} at ${Number(answer.details.offset).toLocaleString('en')}`
    : answer.message;
  const lost = again.lost > 0 ? `, ${lostInWords(again)}` : '';
  return {
    what,
    came: `${style.good('refused')}: ${place} is damaged; byte put back${lost}`,
    isSound: again.lost === 0,
  };
};

export const snapshotIt: Trick = async ({ crew, folder }) => {
  const before = bytesIn(folder);
  await crew.takeSnapshot();
  const dropped = before - bytesIn(folder);
  const came =
    dropped > 0
      ? `${dropped.toLocaleString('en')} bytes of log dropped behind it`
      : 'the log is too young to drop a segment';
  return { what: 'snapshot', came, isSound: true };
};

async function revived(crew: Crew, what: string, extra: string[] | (() => string[])): Promise<Outcome | Failed> {
  const recovery = await crew.start();
  if (recovery.kind === 'failed') return recovery;
  const more = typeof extra === 'function' ? extra() : extra;
  crew.write();
  return {
    what,
    came: [countsInWords(recovery), lostInWords(recovery), ...more, `${recovery.ms} ms`].join(' · '),
    isSound: recovery.lost === 0,
  };
}

function countsInWords({ acknowledged, recovered }: Recovery): string {
  return `${acknowledged.toLocaleString('en')} acknowledged · ${recovered.toLocaleString('en')} recovered`;
}

function lostInWords({ lost }: Recovery): string {
  return lost === 0 ? style.good('lost 0') : style.bad(`lost ${lost.toLocaleString('en')}`);
}

function bytesIn(folder: string): number {
  return segmentsIn(folder).reduce((total, { bytes }) => total + bytes, 0);
}
