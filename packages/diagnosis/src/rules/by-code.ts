/** From the code that a partner was answered, and what failed behind it, to the cause. */
import type { ErrorCode } from '@partner-gateway/contract';
import type { Cause } from '../causes/causes.ts';
import type { Detail } from '../evidence.ts';

/** What is known beside the code. */
export type Behind = {
  /** The last call of 12go that failed. */
  readonly failure?: Detail | undefined;
  /** The last call of the write itself. */
  readonly sent?: Detail | undefined;
  /** 12go was asked which refunds it offers. */
  readonly offers?: Detail | undefined;
  /** Why a sealed text was none, or how a neighbour failed. */
  readonly reason?: string | null | undefined;
  /** Why the guard did not take a write. */
  readonly guardState?: string | undefined;
  /** How old the cart was, and with it the booking token. */
  readonly cartAgeSeconds?: number | undefined;
};

/** A booking token lives twenty minutes. */
const tokenLifeSeconds = 1_200;

/** What a code means where nothing else is known. */
const byCode: Readonly<Record<ErrorCode, Cause>> = {
  invalid_request: 'request_invalid',
  unsupported_version: 'request_invalid',
  unauthorized: 'key_refused',
  credit_line_insufficient: 'credit_exhausted',
  insufficient_scope: 'key_refused',
  itinerary_not_found: 'trip_unknown',
  booking_not_found: 'not_found',
  incomplete_result_not_found: 'token_tampered',
  booking_token_expired: 'token_expired',
  client_not_found: 'not_found',
  route_not_found: 'request_invalid',
  ticket_not_allowed: 'no_ticket',
  method_not_allowed: 'request_invalid',
  request_timeout: 'request_invalid',
  trip_unavailable: 'trip_refused',
  price_changed: 'price_moved',
  seat_locked: 'seat_held',
  already_reserved: 'already_done',
  already_confirmed: 'already_done',
  confirm_failed: 'confirm_refused',
  refund_option_expired: 'refund_option_expired',
  idempotency_in_progress: 'still_running',
  reserve_not_executed: 'settled_not_executed',
  booking_token_stale: 'token_stale',
  outcome_settled: 'already_done',
  payload_too_large: 'request_invalid',
  uri_too_long: 'request_invalid',
  unsupported_media_type: 'request_invalid',
  schema_validation_failed: 'data_invalid',
  missing_parameter: 'data_invalid',
  seats_unavailable: 'seat_not_free',
  cost_mismatch: 'total_differs',
  invalid_booking_token: 'token_tampered',
  non_cancellable: 'not_cancellable',
  idempotency_key_reused: 'key_reused',
  unprocessable: 'trip_unbookable',
  rate_limited: 'too_many_requests',
  request_headers_too_large: 'request_invalid',
  internal_error: 'gateway_fault',
  upstream_error: 'upstream_failing',
  upstream_unreadable: 'upstream_unreadable',
  upstream_rate_limited: 'upstream_limiting',
  schema_unavailable: 'upstream_failing',
  seat_lock_unavailable: 'store_down',
  idempotency_unavailable: 'store_down',
  idempotency_memory_lost: 'memory_lost',
  idempotency_memory_young: 'memory_young',
  credit_unavailable: 'credit_down',
  pricing_stale: 'rates_missing',
  events_unavailable: 'store_down',
  overloaded: 'overloaded',
  not_ready: 'tables_missing',
  client_misconfigured: 'upstream_key_missing',
  upstream_timeout: 'upstream_slow',
  result_expired: 'result_expired',
};

/** How a call of 12go failed, where the code leaves that open. */
const byKind: Readonly<Record<string, Cause>> = {
  auth: 'upstream_key_refused',
  server: 'upstream_failing',
  timeout: 'upstream_slow',
  aborted: 'upstream_slow',
  connection: 'upstream_unreachable',
  unreadable: 'upstream_unreadable',
  rate_limited: 'upstream_limiting',
  circuit_open: 'upstream_circuit_open',
  overloaded: 'overloaded',
};

const followsKind: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'upstream_error',
  'upstream_timeout',
  'upstream_rate_limited',
  'schema_unavailable',
  'client_misconfigured',
]);

/** How 12go tells refusals of a reserve apart: by status only. */
const reserveByStatus: Readonly<Record<number, Cause>> = {
  400: 'sold_out',
  404: 'cart_expired',
  409: 'seat_taken',
  410: 'cart_expired',
  422: 'trip_gone',
};

/** 12go said no, and did not fail. */
const refusedKinds: ReadonlySet<string> = new Set([
  'not_found',
  'trip_unavailable',
  'validation',
  'rejected',
]);

const notBoxes: ReadonlySet<string> = new Set([
  'malformed',
  'bad_tag',
  'wrong_client',
  'wrong_version',
  'too_large',
]);

/** Why the guard did not take a write although its memory answered. */
const byGuardState: Readonly<Record<string, Cause>> = {
  unfit: 'store_unfit',
  replicas_missing: 'replicas_missing',
  split: 'store_split',
  claim_lost: 'sent_too_late',
  send_window_closed: 'sent_too_late',
};

/** What the price book could not do: its codes share those of 12go’s failures. */
const byPricing: Readonly<Record<string, Cause>> = {
  rate_missing: 'rates_missing',
  rate_stale: 'rates_missing',
  markup_missing: 'price_rule_missing',
  markup_invalid: 'price_rule_missing',
};

/** Why a key or a signature was refused. */
const byRefusal: Readonly<Record<string, Cause>> = {
  key_missing: 'key_missing',
  key_expired: 'key_expired',
  key_of_another_client: 'key_of_another',
  client_unknown: 'client_unknown',
  client_disabled: 'client_disabled',
  signature_wrong: 'notification_refused',
  source_unknown: 'notification_refused',
};

const ofReason = (reason: string): Cause | undefined => {
  if (reason === 'unknown_key') return 'sealing_key_gone';
  if (notBoxes.has(reason)) return 'token_tampered';
  if (reason.startsWith('pricing:')) return byPricing[reason.slice('pricing:'.length)] ?? 'price_unusable';
  return reason.startsWith('master_data') ? 'master_data_down' : undefined;
};

/** A 404 of another call than the reserve itself says that the cart is no more, too. */
const ofTrip = ({ sent, failure }: Behind): Cause | undefined => {
  const said = sent?.operation === 'reserve' && sent.kind !== undefined ? sent : failure;
  const { operation, status } = said ?? {};
  if (operation === 'reserve' || operation === 'cart' || operation === 'checkoutForm')
    return reserveByStatus[Number(status)];
  return operation === 'addToCart' && status === 409 ? 'sold_out' : undefined;
};

/** Whatever 12go was asked for a refund, it gave none; a booking that is in no state for one is refused unasked. */
const ofRefund = ({ sent, offers }: Behind): Cause | undefined =>
  sent?.operation === 'refund' || offers !== undefined ? 'refund_refused' : undefined;

const refined = (code: ErrorCode, behind: Behind): Cause | undefined => {
  const { failure, reason, guardState, cartAgeSeconds = 0 } = behind;
  if (code === 'unauthorized') return byRefusal[reason ?? ''];
  const byReason = reason == null ? undefined : ofReason(reason);
  if (byReason !== undefined) return byReason;
  if (code === 'booking_not_found' && failure?.kind === 'not_found') return 'unknown_at_12go';
  if (code === 'trip_unavailable') return ofTrip(behind);
  if (code === 'non_cancellable') return ofRefund(behind);
  if (code === 'schema_validation_failed' && failure?.kind === 'validation') return 'fields_refused';
  if (code === 'idempotency_unavailable') return byGuardState[guardState ?? ''];
  if (code === 'booking_token_stale' && cartAgeSeconds > tokenLifeSeconds) return 'token_expired';
  if (code === 'schema_unavailable' && refusedKinds.has(String(failure?.kind))) return 'form_refused';
  return followsKind.has(code) ? byKind[String(failure?.kind)] : undefined;
};

/** The cause behind a code. */
export const causeOfCode = (code: ErrorCode, behind: Behind): Cause => refined(code, behind) ?? byCode[code];

/** The cause behind a call of 12go that failed; undefined where its failure says nothing. */
export const causeOfFailure = (failure: Detail | undefined): Cause | undefined =>
  byKind[String(failure?.kind)];
