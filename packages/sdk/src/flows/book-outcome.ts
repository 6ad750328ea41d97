/** How a booking flow can end: a branch for each thing that the caller does next. */
import type { Booking, Money, QuoteProblem } from '../../generated/schemas.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { PendingBooking } from '../pending-booking.ts';
import type { FlowOptions } from './time-left.ts';

/** Goes on with the flow where it stopped, with a deadline of its own. */
export type GoOn = (options?: FlowOptions) => Promise<BookOutcome>;

/** The step that refused. */
export type BookStep = 'quote' | 'seats' | 'create' | 'confirm';

/** One thing that is wrong. */
export type BookProblem = {
  readonly code: QuoteProblem['code'] | (string & {});
  /** The field by its path in your request, where one is the reason. */
  readonly field?: string | undefined;
  readonly message: string;
};

/** How {@link book} ended; `state` tells the branches apart. */
export type BookOutcome =
  | {
      /** Reserved and not confirmed, because `confirm` was `false`. */
      readonly state: 'reserved';
      readonly booking: Booking;
    }
  | {
      /** Confirmed; `booking.status` is `approved`, or `pending` while the supplier decides. */
      readonly state: 'confirmed';
      readonly booking: Booking;
    }
  | {
      /** Not answered within the deadline. Keep `pending`, which is plain JSON; `resume` goes on from here. */
      readonly state: 'pending';
      readonly step: 'create' | 'confirm';
      readonly pending: PendingBooking;
      readonly resume: GoOn;
    }
  | {
      /** The price is not the one that was agreed, nor within the tolerance. Nothing is confirmed. */
      readonly state: 'price_changed';
      readonly old: Money;
      readonly new: Money;
      /** The reservation at the new price, where there is one; it lapses when it is not accepted. */
      readonly bookingId: string | undefined;
      /** Goes on at the new price, to the cent. */
      readonly accept: GoOn;
    }
  | {
      /** Refused: this flow has confirmed nothing, and at every step but `confirm` it has reserved nothing either. */
      readonly state: 'rejected';
      readonly step: BookStep;
      readonly code: BookProblem['code'];
      readonly problems: readonly BookProblem[];
      /** At `confirm`, the reservation, which lapses; with `already_reserved`, the booking that was made with this token before. */
      readonly bookingId: string | undefined;
      /** What the refusal came as; undefined when it was part of the quote. */
      readonly error: GatewayError | undefined;
    }
  | {
      /** Nobody knows yet whether it was executed. `reconcile` repeats the same write under the same key, which books nothing twice. */
      readonly state: 'unknown';
      readonly step: 'create' | 'confirm';
      readonly idempotencyKey: string;
      readonly error: GatewayError;
      readonly reconcile: GoOn;
    };
