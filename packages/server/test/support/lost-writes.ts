/** Writes whose answer is lost on the way, and the times of a gateway that gives them up soon. */
import { expect } from 'vitest';
import type { Answer, Api } from './api.ts';
import { bangkokData, bangkokTrip, confirm, open, ownKey, reserve } from './builders.ts';

/** How an answer is lost: after the write was executed, or instead of it. */
export type Lost = 'timeout_after' | 'timeout_before';

/** A write is unknown after 350 ms, and its call is given up after 5 s. */
export const impatient = {
  writeGuard: { syncWaitMs: 350, callLimitMs: 5_000, joinMs: 200, joinPollMs: 50 },
} as const;

/** The time after which a "no" is believed. */
export const settleMs = 121_000;

/** A lost write: 12go's name of it, and the request to repeat. */
export type LostWrite = {
  readonly subject: string;
  /** Its 12go booking number, once there is one. */
  readonly bid: () => string;
  readonly repeat: () => Promise<Answer>;
  /** The answer that told that the outcome is unknown. */
  readonly answer: Answer;
};

const lose = (api: Api, operation: 'reserve' | 'confirm' | 'refund', scenario: Lost) =>
  api.sandbox.scenarios.set({ operation, scenario, times: 1 });

/** Loses the answer of a reserve of a trip. */
export const loseReserve = async (api: Api, scenario: Lost, trip = bangkokTrip()): Promise<LostWrite> => {
  const demo = api.as('demo');
  const { booking_token } = await open(demo, trip);
  const subject = api.sandbox.ledger.findLast(({ operation }) => operation === 'addToCart')?.cartId ?? '';
  const [body, key] = [{ booking_token, booking_data: bangkokData() }, ownKey()];
  lose(api, 'reserve', scenario);
  const answer = await demo.post('/bookings', body, key);
  expect([answer.status, answer.headers['x-outcome']]).toEqual([202, 'unknown']);
  const bid = () =>
    String(
      api.sandbox.ledger.find((entry) => entry.operation === 'reserve' && entry.cartId === subject)?.bid,
    );
  return { subject, bid, answer, repeat: () => demo.post('/bookings', body, key) };
};

/** Loses the answer of a confirm or of a refund. */
const loseOfBooking = async (
  api: Api,
  operation: 'confirm' | 'refund',
  scenario: Lost,
): Promise<LostWrite> => {
  const demo = api.as('demo');
  const { id, integration_booking_id: subject } = await (operation === 'confirm' ? reserve : confirm)(demo);
  const key = ownKey();
  const path = `/bookings/${id}/${operation === 'confirm' ? 'confirm' : 'cancel'}`;
  const repeat = () => demo.post(path, operation === 'confirm' ? undefined : {}, key);
  lose(api, operation, scenario);
  const answer = await repeat();
  expect(answer.headers['x-outcome']).toBe('unknown');
  return { subject, bid: () => subject, answer, repeat };
};

/** Loses the answer of any of the three. */
export const loseWrite = (
  api: Api,
  operation: 'reserve' | 'confirm' | 'refund',
  scenario: Lost,
): Promise<LostWrite> =>
  operation === 'reserve' ? loseReserve(api, scenario) : loseOfBooking(api, operation, scenario);
