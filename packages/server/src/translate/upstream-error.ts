/** What each failure of each 12go call becomes for the partner: the error mapping of the translation rules (§10). */
import type { ErrorCode } from '@partner-gateway/contract';
import { type ErrorKind, type Operation, TwelveGoError } from '@partner-gateway/twelvego-client';
import { type ErrorExtras, GatewayError } from '../errors.ts';

/** The step of the funnel a call is made for; the checkout form is read in two of them. */
export type UpstreamStep = Exclude<Operation, 'checkoutForm'> | 'checkoutToOpen' | 'checkoutToBook';

/** A code, or what the flow decides itself: search's empty answer, a write whose outcome is unknown. */
export type Mapping = ErrorCode | 'empty' | 'pending';

type Row = Readonly<Record<ErrorKind, Mapping>>;

const everywhere = {
  auth: 'client_misconfigured',
  rate_limited: 'upstream_rate_limited',
  server: 'upstream_error',
  unreadable: 'upstream_error',
  connection: 'upstream_error',
  timeout: 'upstream_timeout',
  aborted: 'upstream_timeout',
  host_not_allowed: 'internal_error',
  overloaded: 'overloaded',
  circuit_open: 'upstream_error',
} as const;

const row = (
  own: Pick<Row, 'not_found' | 'trip_unavailable' | 'validation' | 'rejected'> & Partial<Row>,
): Row => ({
  ...everywhere,
  ...own,
});

const same = (mapping: Mapping) =>
  ({ not_found: mapping, trip_unavailable: mapping, validation: mapping, rejected: mapping }) as const;

/** Once a write may have happened, only reading tells; a definite refusal has a code, and a 429 executed nothing. */
const unknownWrite = {
  server: 'pending',
  unreadable: 'pending',
  connection: 'pending',
  timeout: 'pending',
  aborted: 'pending',
} as const;

/** The table, one row a step. A write's connection failure before anything was sent is `upstream_error`: see below. */
const upstreamErrorTable: Readonly<Record<UpstreamStep, Row>> = {
  search: row({
    not_found: 'empty',
    trip_unavailable: 'empty',
    validation: 'invalid_request',
    rejected: 'invalid_request',
  }),
  trip: row({
    not_found: 'itinerary_not_found',
    trip_unavailable: 'itinerary_not_found',
    validation: 'unprocessable',
    rejected: 'unprocessable',
  }),
  addToCart: row(same('trip_unavailable')),
  addToCartByAttributes: row(same('trip_unavailable')),
  cart: row(same('trip_unavailable')),
  checkoutToOpen: row({ ...same('schema_unavailable'), unreadable: 'schema_unavailable' }),
  checkoutToBook: row({ ...same('trip_unavailable'), unreadable: 'schema_unavailable' }),
  reserve: row({ ...unknownWrite, ...same('trip_unavailable'), validation: 'schema_validation_failed' }),
  confirm: row({ ...unknownWrite, ...same('confirm_failed'), not_found: 'booking_not_found' }),
  booking: row({ ...same('upstream_error'), not_found: 'booking_not_found' }),
  bookingByCart: row(same('upstream_error')),
  refundOptions: row({ ...same('non_cancellable'), not_found: 'booking_not_found' }),
  refund: row({ ...unknownWrite, ...same('non_cancellable') }),
  recheck: row(same('upstream_error')),
};

/** What a failure maps to. A write that provably was not sent is an ordinary failure of the supplier, or came too late. */
export const mappingOf = (step: UpstreamStep, error: TwelveGoError): Mapping => {
  const mapping = upstreamErrorTable[step][error.kind];
  if (mapping !== 'pending' || error.outcome !== 'not_sent') return mapping;
  return error.kind === 'timeout' ? 'upstream_timeout' : 'upstream_error';
};

const retryAfterSecondsDefault = 5;

/** 12go's own words may be about parameters that the partner did not send. */
const refusedSearch =
  'The supplier does not search for this, such as for as many passengers; another search may do.';

/** What passes by itself, so that it is worth to say when. */
const timedKinds: ReadonlySet<ErrorKind> = new Set(['rate_limited', 'overloaded', 'circuit_open']);
const isTimed = ({ kind }: TwelveGoError): boolean => timedKinds.has(kind);

const extrasOf = (error: TwelveGoError, code: ErrorCode): ErrorExtras => {
  const [message] = error.messages;
  return {
    cause: error,
    ...(isTimed(error) && { retryAfterSeconds: error.retryAfterSeconds ?? retryAfterSecondsDefault }),
    ...(code === 'confirm_failed' && message !== undefined ? { detail: message } : {}),
    ...(code === 'invalid_request' && { detail: refusedSearch }),
  };
};

/** The code of a failure with which a call ends; what a flow did not decide itself is the supplier's. */
export const finalCodeOf = (step: UpstreamStep, error: TwelveGoError): ErrorCode => {
  const mapping = mappingOf(step, error);
  return mapping === 'empty' || mapping === 'pending' ? 'upstream_error' : mapping;
};

/**
 * The partner's error for a failure of 12go; anything that is no `TwelveGoError` comes back as it is.
 *
 * @throws nothing: `empty` and `pending`, which flows handle themselves, become `upstream_error` here.
 */
export const toGatewayError = (step: UpstreamStep, error: unknown): unknown => {
  if (!TwelveGoError.isInstance(error)) return error;
  const code = finalCodeOf(step, error);
  return new GatewayError(code, extrasOf(error, code));
};

/**
 * Makes a call for a step and turns its failure into the partner's error.
 *
 * @example
 * ```ts
 * const booking = await forStep('booking', client.booking(bookingId));
 * ```
 */
export const forStep = <Result>(step: UpstreamStep, call: Promise<Result>): Promise<Result> =>
  call.catch((error: unknown) => {
    throw toGatewayError(step, error);
  });
