/** What can be made to go wrong, for which operations, and what each of it means. */
import type { ErrorCode, Outcome } from '@partner-gateway/contract';
import type { OperationName } from '../answer/operations.ts';

/** What goes wrong. */
export type Scenario =
  /** Refused with any error of the contract; nothing is executed, and no idempotency key is used up. */
  | {
      readonly scenario: 'error';
      readonly code: ErrorCode;
      readonly outcome?: Outcome;
      /** `Retry-After`. Left out: what the gateway says with the code, where it says anything. */
      readonly retryAfterSeconds?: number;
    }
  /** No place is left. */
  | { readonly scenario: 'sold_out' }
  /** The supplier asks more when it books: by an amount with two decimals, or by 6 %. The reservation stands, unconfirmed. */
  | { readonly scenario: 'price_moved'; readonly by?: string }
  /**
   * Not finished yet. Create and confirm answer 202 and so many polls (2) as well, and end well or with `code`; a search is answered
   * 206, a ticket 202.
   */
  | { readonly scenario: 'pending'; readonly polls?: number; readonly code?: ErrorCode }
  /** Another customer takes the chosen seats a moment before. */
  | { readonly scenario: 'seat_race' }
  /** The operator takes ten minutes, and approves or declines then. */
  | { readonly scenario: 'approves_late' | 'declines_late' }
  /** The ticket comes ten minutes after the approval. */
  | { readonly scenario: 'ticket_late' }
  /** Executed, and the connection is cut instead of an answer. */
  | { readonly scenario: 'lost_answer' }
  /** Answered after so many milliseconds (3,000) of real time. */
  | { readonly scenario: 'slow'; readonly delayMs?: number }
  /** Not executed; a page of a proxy instead of an answer. */
  | { readonly scenario: 'html_502' }
  /** Once it is answered, all events of all bookings are posted to a URL: signed, each twice, newest first. */
  | { readonly scenario: 'webhook_storm'; readonly url: string; readonly secret: string };

export type ScenarioName = Scenario['scenario'];

/** A scenario that goes off in one request. */
export type Staged = Scenario;

/** A scenario and where it goes off. */
export type ActiveScenario = Scenario & {
  readonly operation: OperationName;
  /** How often; left out: until it is cleared. */
  readonly times?: number;
};

/** Makes things go wrong. */
export type Scenarios = {
  /**
   * Switches one on; of several for an operation the oldest goes off first.
   *
   * @throws TypeError on an operation, scenario, code or member that does not exist, with what was meant, and on a scenario that the
   * operation does not know.
   * @example
   * ```ts
   * fake.scenarios.set({ operation: 'createBooking', scenario: 'error', code: 'trip_unavailable', times: 1 });
   * ```
   */
  set(scenario: ActiveScenario): void;
  /** Switches all off. */
  clear(): void;
};
