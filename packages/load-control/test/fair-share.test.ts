/** A crowd of one client leaves room for another, and nobody waits. */
import { expect, test } from 'vitest';
import { createFairShare, type Leave } from '../src/index.ts';

const fill = (enter: () => Leave | undefined, wanted: number): Leave[] =>
  Array.from({ length: wanted }, enter).filter((leave) => leave !== undefined);

test('one client alone has all of it and no more, until some of it leave', () => {
  const share = createFairShare(() => 10);
  const inside = fill(() => share.enter('noisy'), 50);
  expect(inside).toHaveLength(10);
  for (const leave of inside.slice(0, 3)) {
    leave();
    leave();
  }
  expect(fill(() => share.enter('noisy'), 50)).toHaveLength(3);
});

test('in a crowd another client still has its part', () => {
  const share = createFairShare(() => 10);
  fill(() => share.enter('noisy'), 50);
  expect(fill(() => share.enter('quiet'), 50)).toHaveLength(5);
  expect(fill(() => share.enter('noisy'), 50)).toHaveLength(0);
});

test('however many clients there are, twice the limit is the end', () => {
  const share = createFairShare(() => 10);
  let client = 0;
  expect(
    fill(() => {
      client += 1;
      return share.enter(`client-${client}`);
    }, 500),
  ).toHaveLength(20);
});
