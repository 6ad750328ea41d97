/** What is generated from the contract is what the contract says today. */
import { readFileSync } from 'node:fs';
import type * as contract from '@partner-gateway/contract';
import { partnerContract } from '@partner-gateway/contract';
import type * as sdk from '@partner-gateway/sdk';
import { expect, test } from 'vitest';
import { routes } from '../generated/routes.ts';
import { generatedFiles } from '../scripts/generate/files.ts';

test.for(Object.entries(generatedFiles()))('%s is in step with the contract', ([name, text]) => {
  expect(readFileSync(new URL(`../generated/${name}`, import.meta.url), 'utf8')).toBe(text);
});

test('every operation of the contract that partners call has a method', () => {
  const withheld = ['receiveNotification', 'confirmBookingByPut'];
  const called = Object.keys(partnerContract).filter((name) => !withheld.includes(name));
  expect(Object.keys(routes).sort()).toEqual(called.sort());
});

test('the operations that take an idempotency key are those the contract marks', () => {
  const keyed = Object.entries(routes).filter(([, route]) => 'keyed' in route);
  const marked = Object.entries(partnerContract).filter(
    ([name, route]) => name in routes && (route.metadata as { idempotent: boolean }).idempotent,
  );
  expect(keyed.map(([name]) => name).sort()).toEqual(marked.map(([name]) => name).sort());
});

/** Zod writes an optional member with `| undefined`, the published types without. */
type Plain<T> = T extends (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { [Key in keyof T]: Plain<Exclude<T[Key], undefined>> }
    : T;
type Extends<A, B> = [A] extends [B] ? true : false;
type Same<A, B> = [Extends<Plain<A>, Plain<B>>, Extends<Plain<B>, Plain<A>>] extends [true, true]
  ? true
  : false;

test('the published types are the contract’s own', () => {
  // Does not compile when one side moves: the types are compared, not the values.
  const same: [
    Same<sdk.Booking, contract.Booking>,
    Same<sdk.SearchResponse, contract.SearchResponse>,
    Same<sdk.CheckoutResponse, contract.CheckoutResponse>,
    Same<sdk.LockedSeats, contract.LockedSeats>,
    Same<sdk.BookingData, contract.BookingData>,
    Same<sdk.PriceChange, contract.PriceChange>,
    Same<sdk.ErrorCode, contract.ErrorCode>,
    Same<sdk.Outcome, contract.Outcome>,
  ] = [true, true, true, true, true, true, true, true];
  expect(same).not.toContain(false);
});
