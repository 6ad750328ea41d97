/** How a booking flow can end: a branch for each thing that the caller does next. */
import type { Booking, Money, QuoteProblem } from '../../generated/schemas.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { PendingBooking } from '../pending-booking.ts';
import type { FlowOptions } from './time-left.ts';

/**
 * Goes on with the flow where it stopped, with a deadline of its own.
 *
 * @example
 * ```ts
 * const outcome = await book(gateway, { itinerary: offer, booking_data });
 * const accept: GoOn | undefined = outcome.state === 'price_changed' ? outcome.accept : undefined;
 * await accept?.({ deadlineMs: 60_000 });
 * ```
 */
export type GoOn = (options?: FlowOptions) => Promise<BookOutcome>;

/**
 * The step that refused.
 *
 * @example
 * ```ts
 * const hasReserved = (step: BookStep): boolean => step === 'confirm';
 * console.log(hasReserved('quote'));
 * ```
 */
export type BookStep = 'quote' | 'seats' | 'create' | 'confirm';

/**
 * One thing that is wrong.
 *
 * @example
 * ```ts
 * const show = ({ field, message }: BookProblem): string => `${field ?? 'booking'}: ${message}`;
 * console.log(show({ code: 'seats_unavailable', message: 'Seat A1 is taken.' }));
 * ```
 */
export type BookProblem = {
  /** Stable code of the contract. */
  readonly code: QuoteProblem['code'] | (string & {});
  /** The field by its path in your request, where one is the reason. */
  readonly field?: string | undefined;
  /** For people. */
  readonly message: string;
};

/**
 * How {@link book} ended; `state` tells the branches apart.
 *
 * @example
 * ```ts
 * const next = (outcome: BookOutcome): string =>
 *   outcome.state === 'confirmed' ? outcome.booking.id : `not confirmed: ${outcome.state}`;
 * console.log(next(await book(gateway, { itinerary: offer, booking_data })));
 * ```
 */
export type BookOutcome =
  | {
      /** Reserved and not confirmed, because `confirm` was `false`. */
      readonly state: 'reserved';
      /** As it stands now. */
      readonly booking: Booking;
    }
  | {
      /** Confirmed; `booking.status` is `approved`, or `pending` while the supplier decides. */
      readonly state: 'confirmed';
      /** As it stands now. */
      readonly booking: Booking;
    }
  | {
      /** Not answered within the deadline. Keep `pending`, which is plain JSON; `resume` goes on from here. */
      readonly state: 'pending';
      /** The write that it is about. */
      readonly step: 'create' | 'confirm';
      /** What `wait` takes, here or in another process. */
      readonly pending: PendingBooking;
      /** Waits on, and goes on with the flow. */
      readonly resume: GoOn;
    }
  | {
      /** The price is not the one that was agreed, nor within the tolerance. Nothing is confirmed. */
      readonly state: 'price_changed';
      /** What was agreed. */
      readonly old: Money;
      /** What it costs now. */
      readonly new: Money;
      /** The reservation at the new price, where there is one; it lapses when it is not accepted. */
      readonly bookingId: string | undefined;
      /** Goes on at the new price, to the cent. */
      readonly accept: GoOn;
    }
  | {
      /** Refused: this flow has confirmed nothing, and at every step but `confirm` it has reserved nothing either. */
      readonly state: 'rejected';
      /** Where it was refused. */
      readonly step: BookStep;
      /** Stable code of the contract. */
      readonly code: BookProblem['code'];
      /** Everything that is wrong, as far as it is known. */
      readonly problems: readonly BookProblem[];
      /** At `confirm`, the reservation, which lapses; with `already_reserved`, the booking that was made with this token before. */
      readonly bookingId: string | undefined;
      /** What the refusal came as; undefined when it was part of the quote. */
      readonly error: GatewayError | undefined;
    }
  | {
      /** Nobody knows yet whether it was executed. `reconcile` repeats the same write under the same key, which books nothing twice. */
      readonly state: 'unknown';
      /** The write that it is about. */
      readonly step: 'create' | 'confirm';
      /** The key that the write was sent under. */
      readonly idempotencyKey: string;
      /** What is known of the failure. */
      readonly error: GatewayError;
      /** Finds out what happened, by the same write under the same key. */
      readonly reconcile: GoOn;
    };
