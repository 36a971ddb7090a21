// Goal: whatever moment kill -9 comes at, no acknowledged write is lost, and clients see one history. Method: a short run
// of `npm run soak -- --kill`: three real processes of the reference, clients that put, delete, compare and range.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { killSoak } from '../checker/verify/kill/kill-soak.ts';

test('three kills, and the history is strictly serializable', async () => {
  const { leaders, operations, answered, revisions } = await killSoak({ seed: 1, kills: 3 });
  assert.ok(leaders > 0, 'no leader was killed');
  assert.ok(answered > operations / 2 && revisions > 20, `${operations} operations, ${answered} answered`);
});

test.run();
