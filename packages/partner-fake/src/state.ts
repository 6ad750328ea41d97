/** All that a fake remembers between requests. */
import { createSeatBook, type SeatBook } from './booking/seat-book.ts';
import type { FakeClock } from './clock.ts';
import { createFeed, type Feed } from './events/feed.ts';
import type { WebhookPoster } from './events/webhook-poster.ts';
import type { WebhookTarget } from './fake-api.ts';
import type { BookingRecord, Cart, IncompleteResult, KeptAnswer, RefundOffer } from './memory.ts';
import { createScenarioControl, type ScenarioControl } from './scenarios/scenario-control.ts';

/** Who the fake is, and for whom. */
export type Identity = { readonly baseUrl: string; readonly clientId: string; readonly apiKey: string };

/** What a reset empties. */
type Memory = {
  readonly carts: Map<string, Cart>;
  readonly bookings: Map<string, BookingRecord>;
  readonly refundOffers: Map<string, RefundOffer>;
  readonly results: Map<string, IncompleteResult>;
  readonly kept: Map<string, KeptAnswer>;
  readonly seats: SeatBook;
  readonly feed: Feed;
  /** Requests by the minute they came in and what they count as. */
  readonly counts: Map<string, number>;
  readonly numbers: Map<string, number>;
};

export type State = Memory & {
  identity: Identity;
  readonly clock: FakeClock;
  readonly startedMs: number;
  readonly scenarios: ScenarioControl;
  readonly webhooks: WebhookPoster;
  /** Where events are posted to as they happen. */
  readonly webhook: WebhookTarget | undefined;
  readonly sleep: (ms: number) => Promise<void>;
  /** The next of a series of numbers, from 1. */
  readonly next: (series: string) => number;
  /** Forgets everything, scenarios too; the clock stays where it is. */
  readonly reset: () => void;
};

/** What the fake stands on. */
export type Footing = Pick<State, 'identity' | 'clock' | 'webhooks' | 'webhook' | 'sleep'>;

const emptyMemory = (clock: FakeClock): Memory => ({
  carts: new Map(),
  bookings: new Map(),
  refundOffers: new Map(),
  results: new Map(),
  kept: new Map(),
  seats: createSeatBook(clock),
  feed: createFeed(),
  counts: new Map(),
  numbers: new Map(),
});

/** A fake that nobody has asked anything. */
export const createState = (footing: Footing): State => {
  const state: State = {
    ...footing,
    ...emptyMemory(footing.clock),
    startedMs: footing.clock.now(),
    scenarios: createScenarioControl(),
    next: (series) => {
      const number = (state.numbers.get(series) ?? 0) + 1;
      state.numbers.set(series, number);
      return number;
    },
    reset: () => {
      state.scenarios.clear();
      Object.assign(state, emptyMemory(footing.clock));
    },
  };
  return state;
};
