/** The seat session of a booking token is a stable short name that does not reveal the token. */
import { expect, it } from 'vitest';
import { toSeatSessionId } from '../src/index.ts';

it('is the same 16 hex digits for the same token, and others for another', () => {
  expect(toSeatSessionId('k1.abc')).toBe('c0aa6de54436e435');
  expect(toSeatSessionId('k1.abc')).not.toBe(toSeatSessionId('k1.abd'));
});
