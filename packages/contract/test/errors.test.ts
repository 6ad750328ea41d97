/** The error table holds every code of the contract, each with one status. */
import {
  errorCodes,
  errorTable,
  isRouteMetadata,
  partnerContract,
  problemPath,
} from '@partner-gateway/contract';
import { describe, expect, it } from 'vitest';

const contractTable: Record<number, string[]> = {
  400: ['invalid_request', 'unsupported_version'],
  401: ['unauthorized'],
  402: ['credit_line_insufficient'],
  404: ['itinerary_not_found', 'booking_not_found', 'incomplete_result_not_found', 'booking_token_expired'],
  405: ['ticket_not_allowed'],
  409: [
    'trip_unavailable',
    'price_changed',
    'seat_locked',
    'already_reserved',
    'already_confirmed',
    'confirm_failed',
    'idempotency_in_progress',
    'reserve_not_executed',
    'booking_token_stale',
    'refund_option_expired',
  ],
  422: [
    'schema_validation_failed',
    'missing_parameter',
    'seats_unavailable',
    'cost_mismatch',
    'invalid_booking_token',
    'non_cancellable',
    'idempotency_key_reused',
    'unprocessable',
  ],
  429: ['rate_limited'],
  500: ['internal_error'],
  502: ['upstream_error'],
  503: [
    'upstream_rate_limited',
    'schema_unavailable',
    'seat_lock_unavailable',
    'idempotency_unavailable',
    'credit_unavailable',
    'pricing_stale',
    'overloaded',
    'client_misconfigured',
  ],
  504: ['upstream_timeout', 'result_expired'],
};

/** Codes for situations the contract does not name; the decision record on transport errors lists them. */
const added: Record<number, string[]> = {
  404: ['client_not_found', 'route_not_found'],
  405: ['method_not_allowed'],
  408: ['request_timeout'],
  403: ['insufficient_scope'],
  409: ['outcome_settled'],
  413: ['payload_too_large'],
  414: ['uri_too_long'],
  415: ['unsupported_media_type'],
  431: ['request_headers_too_large'],
  502: ['upstream_unreadable'],
  503: ['events_unavailable', 'not_ready', 'idempotency_memory_lost', 'idempotency_memory_young'],
};

const pairs = [contractTable, added].flatMap((table) =>
  Object.entries(table).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)] as const)),
);

describe('error table', () => {
  it('holds the codes of the contract and the few added ones, no others', () => {
    expect([...errorCodes].sort()).toEqual(pairs.map(([code]) => code).sort());
  });

  it.each(pairs)('answers %s with %i', (code, status) => {
    expect(errorTable[code as keyof typeof errorTable].status).toBe(status);
  });

  it('says what happened and what to do for every code', () => {
    for (const code of errorCodes) {
      expect(errorTable[code].meaning.length, code).toBeGreaterThan(10);
      expect(errorTable[code].remedy.length, code).toBeGreaterThan(5);
      expect(problemPath(code)).toMatch(/^\/problems\/[a-z-]+$/);
    }
  });

  it('blames the client for 4xx that the caller can mend, and never for 5xx', () => {
    for (const code of errorCodes) {
      if (errorTable[code].status >= 500) expect(errorTable[code].fault, code).not.toBe('client');
      if (errorTable[code].status < 409) expect(errorTable[code].fault, code).toBe('client');
    }
  });
});

describe('route metadata', () => {
  it.each(Object.entries(partnerContract))('is complete on %s', (_name, route) => {
    expect(isRouteMetadata(route.metadata)).toBe(true);
  });

  it('marks create, confirm and cancel as idempotent, and nothing else', () => {
    const idempotent = Object.entries(partnerContract).filter(([, route]) => route.metadata.idempotent);
    expect(idempotent.map(([name]) => name).sort()).toEqual(
      ['cancelBooking', 'confirmBooking', 'confirmBookingByPut', 'createBooking'].sort(),
    );
  });
});
