/** Why a write was refused, or a trip was not to be had: definite answers, and nothing is open. */
import type { CauseText } from '../cause.ts';

export const refusalCauses = {
  price_moved: {
    summary:
      '12go booked it at a price beyond the agreed tolerance; the reservation exists and is not confirmed.',
    fault: 'supplier',
    action:
      'Nothing to repair: the partner confirms at the new price (`price_changed.booking_id`), or lets the reservation lapse.',
    command: 'partner-cli booking inspect {bid} --client {client}',
  },
  sold_out: {
    summary: '12go refused the reserve: the trip is sold out, or its last seats went to somebody else.',
    fault: 'supplier',
    action: 'Nothing to repair, and nothing was booked. The partner searches again.',
  },
  trip_gone: {
    summary: '12go no longer sells the trip as it was put into the cart.',
    fault: 'supplier',
    action: 'Nothing to repair, and nothing was booked. The partner searches again.',
  },
  cart_expired: {
    summary: '12go no longer has the cart: it expired before the partner booked.',
    fault: 'client',
    action:
      'Nothing was booked. The partner opens the itinerary again, and shortens the time between get itinerary and create.',
  },
  seat_taken: {
    summary: '12go refused the reserve because a chosen seat went to somebody else.',
    fault: 'supplier',
    action: 'Nothing was booked. The partner opens the itinerary again and chooses another seat.',
  },
  trip_unknown: {
    summary: '12go does not know the trip: it departed, is no longer sold, or never was.',
    fault: 'supplier',
    action: 'Nothing to repair, and nothing was booked. The partner searches again.',
  },
  seat_not_free: {
    summary:
      'The chosen seats do not fit the seat map that 12go gave: one is not free, or there is none to choose from. 12go was not asked to book.',
    fault: 'client',
    action:
      'Nothing was booked. The partner opens the itinerary again and chooses seats that its seat map offers.',
  },
  trip_refused: {
    summary: '12go refused the reserve and gave no reason that is known here.',
    fault: 'supplier',
    action:
      'Nothing was booked. The partner searches again; if it happens again and again, raise it with 12go.',
  },
  fields_refused: {
    summary: '12go refused fields of the form that were valid by its own form.',
    fault: 'client',
    action:
      'Nothing was booked. The partner corrects the fields that its answer names. If the values look right, 12go changed its form: raise it with 12go.',
  },
  form_refused: {
    summary: '12go gave no checkout form for the cart, so the trip can be seen and not be booked.',
    fault: 'supplier',
    action:
      'Nothing was booked. The partner searches again; if it happens again and again, raise it with 12go.',
  },
  data_invalid: {
    summary: 'The booking data does not fit the form of the trip; 12go was not asked to book.',
    fault: 'client',
    action: 'Nothing was booked. The partner corrects the fields that its answer names.',
  },
  total_differs: {
    summary: 'The total that the partner expected differs from the gateway’s; 12go was not asked to book.',
    fault: 'client',
    action: 'Nothing was booked. The partner takes the total of a quote, or of the extras that it chose.',
  },
  seat_held: {
    summary: 'A seat is held by another booking session, so 12go was not asked to book.',
    fault: 'client',
    action: 'Nothing was booked. The partner chooses another seat, or waits for the lock to end.',
  },
  credit_exhausted: {
    summary: 'The credit line of the client does not cover the total; 12go was not asked.',
    fault: 'client',
    action: 'The client tops up its credit line, and then repeats the request.',
  },
  credit_down: {
    summary: 'The credit line gave no usable answer, so nothing was sent to 12go.',
    fault: 'gateway',
    action:
      'Look at the credit-line service. The partner may repeat the request under the same key when it is back.',
    command: 'partner-cli doctor',
  },
  confirm_refused: {
    summary: '12go or the operator refused the confirm; it was not executed.',
    fault: 'supplier',
    action:
      'Nothing to repair: the reservation lapses by itself. The partner has the reason in its answer and books another trip.',
  },
  refund_refused: {
    summary: 'A cancellation was refused: 12go gives no refund for this booking, or refused this one.',
    fault: 'supplier',
    action: 'Nothing to repair; the booking stands as it is. If the partner disputes it, raise it with 12go.',
  },
  not_cancellable: {
    summary: 'The booking is in no state in which it could be cancelled; 12go was not asked to.',
    fault: 'client',
    action: 'Nothing to repair. The partner reads the booking and acts on its status.',
    command: 'partner-cli booking inspect {bid} --client {client}',
  },
  refund_option_expired: {
    summary: 'The refund option had run out, so nothing was cancelled.',
    fault: 'client',
    action: 'The partner lists the refund options again and cancels with a new one.',
  },
  already_done: {
    summary: 'It was done before, under another key or by an earlier attempt.',
    fault: 'client',
    action: 'Nothing to repair: the answer names the booking. The partner reads it and books nothing anew.',
  },
  key_reused: {
    summary: 'The partner sent another request under an idempotency key that it had used before.',
    fault: 'client',
    action: 'The partner sends each booking under a key of its own, and repeats a request unchanged.',
  },
  still_running: {
    summary: 'An earlier request for the same write is still being worked on.',
    fault: 'client',
    action:
      'Wait. The partner repeats the same request under the same key after the time that its answer names.',
    command: 'partner-cli outcomes list --client {client}',
  },
  token_stale: {
    summary:
      'The itinerary was opened before the memory of booking writes was lost, so it may not be booked any more.',
    fault: 'gateway',
    action: 'Nothing was booked. The partner opens the itinerary again. Find out why Redis lost its memory.',
    command: 'partner-cli doctor',
  },
} as const satisfies Record<string, CauseText>;
