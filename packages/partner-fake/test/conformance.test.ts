/** The fake beside the real gateway, the quick part: seats, quotes, creates and their keys are answered the same. */
import { errorCodes } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { casesOfCodes, reasonsOfCodes } from './conformance/codes.ts';
import { compare } from './conformance/compare.ts';
import { quickWorld, slowWorlds } from './conformance/worlds.ts';

test('every error code of the contract is met by a case on both sides, or it is said why it cannot be', () => {
  const named = [...Object.keys(casesOfCodes), ...Object.keys(reasonsOfCodes)];
  expect(named.toSorted()).toEqual(errorCodes.toSorted());
  const names = [quickWorld, ...slowWorlds].flatMap(({ cases }) => cases.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(Object.values(casesOfCodes)));
});

compare(quickWorld);
