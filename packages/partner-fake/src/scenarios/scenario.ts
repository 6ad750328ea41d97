/** What can be made to go wrong, for which operations, and what each of it means. */
import type { ErrorCode, Outcome } from '@partner-gateway/contract';
import type { OperationName } from '../answer/operations.ts';

/**
 * What goes wrong.
 *
 * @example
 * ```ts
 * const soldOut: Scenario = { scenario: 'sold_out' };
 * createPartnerFake().scenarios.set({ operation: 'createBooking', ...soldOut });
 * ```
 */
export type Scenario =
  | {
      /** Refused with any error of the contract; nothing is executed, and no idempotency key is used up. */
      readonly scenario: 'error';
      /** Which error. */
      readonly code: ErrorCode;
      /** What it says in `X-Outcome`. Left out: what the code implies. */
      readonly outcome?: Outcome;
      /** `Retry-After`. Left out: what the gateway says with the code, where it says anything. */
      readonly retryAfterSeconds?: number;
    }
  | {
      /** No place is left. */
      readonly scenario: 'sold_out';
    }
  | {
      /** The supplier asks more when it books. The reservation stands, unconfirmed. */
      readonly scenario: 'price_moved';
      /** How much more, with two decimals. Left out: 6 %. */
      readonly by?: string;
    }
  | {
      /** Not finished yet: create and confirm answer 202, and so do the first polls; a search is answered 206, a ticket 202. */
      readonly scenario: 'pending';
      /** How many polls. Left out: 2. */
      readonly polls?: number;
      /** The error that it ends with. Left out: it ends well. */
      readonly code?: ErrorCode;
    }
  | {
      /** Another customer takes the chosen seats a moment before. */
      readonly scenario: 'seat_race';
    }
  | {
      /** The operator takes ten minutes, and approves or declines then. */
      readonly scenario: 'approves_late' | 'declines_late';
    }
  | {
      /** The ticket comes ten minutes after the approval. */
      readonly scenario: 'ticket_late';
    }
  | {
      /** Executed, and the connection is cut instead of an answer. */
      readonly scenario: 'lost_answer';
    }
  | {
      /** Answered late, in real time. */
      readonly scenario: 'slow';
      /** How late. Left out: 3,000. */
      readonly delayMs?: number;
    }
  | {
      /** Not executed; a page of a proxy instead of an answer. */
      readonly scenario: 'html_502';
    }
  | {
      /** Once it is answered, all events of all bookings are posted: signed, each twice, newest first. */
      readonly scenario: 'webhook_storm';
      /** Where to. */
      readonly url: string;
      /** What they are signed with: `whsec_` and base64. */
      readonly secret: string;
    };

/**
 * Names of what can go wrong.
 *
 * @example
 * ```ts
 * const worst: ScenarioName[] = ['lost_answer', 'html_502'];
 * console.log(worst.length);
 * ```
 */
export type ScenarioName = Scenario['scenario'];

/** A scenario that goes off in one request. */
export type Staged = Scenario;

/**
 * A scenario and where it goes off.
 *
 * @example
 * ```ts
 * const once: ActiveScenario = { operation: 'confirmBooking', scenario: 'lost_answer', times: 1 };
 * createPartnerFake().scenarios.set(once);
 * ```
 */
export type ActiveScenario = Scenario & {
  /** The request that it goes off in. */
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
   * const fake = createPartnerFake();
   * fake.scenarios.set({ operation: 'createBooking', scenario: 'error', code: 'trip_unavailable', times: 1 });
   * ```
   */
  set(scenario: ActiveScenario): void;
  /** Switches all off. */
  clear(): void;
};
