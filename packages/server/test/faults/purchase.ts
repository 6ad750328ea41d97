/** A cart from its opening to its end: created under one key, polled while nobody knows, and asked for again afterwards. */
import assert from 'node:assert/strict';
import type { Answer, Caller } from '../support/api.ts';
import { bangkokData, bangkokTrip, open, ownKey } from '../support/builders.ts';
import type { FaultWorld } from './fault-world.ts';

export type Purchase = {
  readonly caller: Caller;
  readonly token: string;
  readonly cart: string;
  /** The create, the same each time. */
  create(): Promise<Answer>;
};

/** The same trip on a day of the real calendar, for worlds that go by the clock of a Redis. */
export const tripFromNow = (days: number): string =>
  `TH014901tK0Rob00F0kQ2r7M-${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}-07:30`;

/** Opens an itinerary, by default of a day that nobody else has. */
export const beginPurchase = async (world: FaultWorld, trip = bangkokTrip()): Promise<Purchase> => {
  const caller = world.as('demo');
  const { booking_token: token } = await open(caller, trip);
  const key = ownKey();
  const body = { booking_token: token, booking_data: bangkokData() };
  return {
    caller,
    token,
    cart: world.cartOf('demo', token) ?? '',
    create: () => caller.post('/bookings', body, key),
  };
};

/** As long as an outcome may stay open. */
const openMaxMs = 200_000;

/** Polls while the clock runs on, until it is no 202; tells how long that took on the clock. */
export const untilFinal = async (
  world: FaultWorld,
  { caller, create, stepMs = 5_000 }: Pick<Purchase, 'caller' | 'create'> & { readonly stepMs?: number },
  first: Answer,
): Promise<{ readonly answer: Answer; readonly clockSeconds: number }> => {
  let answer = first;
  for (let steps = 0; steps * stepMs <= openMaxMs; steps += 1) {
    if (answer.status !== 202) {
      // The same request gets the same answer.
      if (steps > 0) assert.equal((await create()).text, answer.text, 'the create differs from its poll');
      return { answer, clockSeconds: (steps * stepMs) / 1000 };
    }
    world.api.sandbox.clock.advance(stepMs);
    await world.api.gateway.parts.outcomes.resolver.tick();
    answer = await caller.get(first.headers.location ?? '');
  }
  throw new Error(`still unknown after ${openMaxMs / 1000} s`);
};

/** The code of a refusal. */
export const codeOf = ({ text }: Answer): string => {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? '';
  } catch {
    return '';
  }
};

/** An answer in few words: `202 unknown`, `409 reserve_not_executed not_executed`. */
export const wordsOf = (answer: Answer): string =>
  [answer.status, codeOf(answer), answer.headers['x-outcome']]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
