import type { Bug } from '../../judge/lesson.ts';

const backup = 'backup.ts';

export const bugs: Bug[] = [
  {
    id: 'checksum-not-checked',
    exercise: '4.9',
    mistake: 'the checksum of a backup is cut off and not looked at',
    edits: [
      {
        file: backup,
        find: 'if (file.length < checksumBytes || !equalBytes(sha256(database), file.subarray(database.length))) {',
        replace: 'if (file.length < checksumBytes) {',
      },
    ],
  },
  {
    id: 'checksum-of-a-part',
    exercise: '4.9',
    mistake: 'only the beginning of the checksum is compared',
    edits: [
      {
        file: backup,
        find: '!equalBytes(sha256(database), file.subarray(database.length))',
        replace: '!equalBytes(sha256(database).subarray(0, 4), file.subarray(database.length, database.length + 4))',
      },
    ],
  },
  {
    id: 'no-checksum-in-the-file',
    exercise: '4.9',
    mistake: 'the checksum is made over the database and its own length, so that nobody else can check it',
    edits: [
      {
        file: backup,
        find: 'return [database, sha256(database)];',
        replace: 'return [database, sha256(database.subarray(1))];',
      },
      {
        file: backup,
        find: '!equalBytes(sha256(database), file',
        replace: '!equalBytes(sha256(database.subarray(1)), file',
      },
    ],
  },
  {
    id: 'restored-over-a-member',
    exercise: '4.9',
    mistake: 'a backup is restored onto a disk that holds a member already',
    edits: [{ file: backup, find: 'if (isTaken) throw', replace: 'if (isTaken && file.length === 0) throw' }],
  },
  {
    id: 'written-before-it-is-checked',
    exercise: '4.9',
    mistake: 'something is written to the disk before the backup has been checked',
    edits: [
      {
        file: backup,
        find: '  const contents = readBackup(file);\n  const isTaken',
        replace: "  await disk.create('restoring');\n  const contents = readBackup(file);\n  const isTaken",
      },
    ],
  },
  {
    id: 'leases-are-not-backed-up',
    exercise: '4.9',
    mistake: 'the leases are not in the backup',
    edits: [{ file: backup, find: 'leases: leases.snapshot(),', replace: 'leases: leases.snapshot().slice(0, 0),' }],
  },
  {
    id: 'only-the-present-is-backed-up',
    exercise: '4.9',
    mistake: 'only the newest versions are in the backup, and no older revision can be read',
    edits: [
      {
        file: backup,
        find: 'versions: store.versions(),',
        replace: 'versions: store.range({ key: new Uint8Array(1), rangeEnd: new Uint8Array(1) }).kvs,',
      },
    ],
  },
  {
    id: 'compaction-is-not-backed-up',
    exercise: '4.9',
    mistake: 'a restored store does not know what was compacted, and answers for it with what is left',
    edits: [{ file: backup, find: 'compactedRevision: store.compactedRevision(),', replace: 'compactedRevision: 0,' }],
  },
  {
    id: 'members-of-the-old-cluster',
    exercise: '4.9',
    mistake: 'the restored members take themselves for a part of the old cluster, and wait for its members',
    edits: [
      {
        file: backup,
        find: 'const snapshot = { index: first, term: first, peers, data };',
        replace: 'const snapshot = { index: first, term: first, peers: [1, 2, 3], data };',
      },
    ],
  },
  {
    id: 'applied-index-of-the-old-cluster',
    exercise: '4.9',
    mistake: 'a restored member counts from the log of the old cluster, and skips the first commands of the new one',
    edits: [
      {
        file: backup,
        find: '{ ...contents, appliedIndex: first, store',
        replace: '{ ...contents, appliedIndex: 30, store',
      },
    ],
  },
  {
    id: 'revision-from-the-start',
    exercise: '4.9',
    mistake: 'a restored store counts its revisions from the beginning',
    edits: [
      {
        file: backup,
        find: 'encodeState({ ...emptyState(), revision, compactedRevision, events });',
        replace: 'encodeState({ ...emptyState(), revision: revision && 1, compactedRevision, events });',
      },
    ],
  },
  {
    id: 'users-are-not-restored',
    exercise: '4.9',
    mistake: 'the users are in the backup, and not restored from it',
    edits: [
      {
        file: 'backup.ts',
        find: 'encodeMachineState({ ...contents, appliedIndex',
        replace:
          'encodeMachineState({ ...contents, auth: createAuth({ now: () => 0, setTimer: () => () => undefined }).snapshot(), appliedIndex',
      },
      {
        file: 'backup.ts',
        find: "import type { Auth } from './auth.ts';",
        replace: "import { type Auth, createAuth } from './auth.ts';",
      },
    ],
  },
  {
    id: 'any-file-is-a-member',
    exercise: '4.9',
    mistake: 'a disk with any file on it is taken for one with a member',
    edits: [{ file: 'backup.ts', find: '/^(wal|snapshot)-/.test(name)', replace: 'name.length > 0' }],
  },
  {
    id: 'disk-before-backup',
    exercise: '4.9',
    mistake: 'the disk is looked at before the backup, so that a damaged one is refused for the member that is there',
    edits: [
      { file: 'backup.ts', find: '  const contents = readBackup(file);\n  const isTaken', replace: '  const isTaken' },
      {
        file: 'backup.ts',
        find: '  const data = encodeMachineState',
        replace: '  const contents = readBackup(file);\n  const data = encodeMachineState',
      },
    ],
  },
];
