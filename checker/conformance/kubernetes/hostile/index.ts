/** All that is hostile, drawn by its number: the same number is the same request. */
import { fc } from '../../../judge/exercise.ts';
import { hostileObject } from './objects.ts';
import { hostilePatch } from './patches.ts';
import { hostileProtobuf } from './protobuf.ts';
import { hostileQuestion } from './questions.ts';
import type { HostileRequest } from './request.ts';
import { hostileText } from './texts.ts';
import { hostileYaml } from './yaml.ts';

const hostile: fc.Arbitrary<HostileRequest> = fc.oneof(
  { weight: 6, arbitrary: hostileObject },
  { weight: 3, arbitrary: hostileText },
  { weight: 2, arbitrary: hostileYaml },
  { weight: 2, arbitrary: hostileProtobuf },
  { weight: 5, arbitrary: hostilePatch },
  { weight: 4, arbitrary: hostileQuestion },
);

export function hostileRequest(seed: number): HostileRequest {
  return fc.sample(hostile, { seed, numRuns: 1 })[0];
}
