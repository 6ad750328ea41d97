/** Why a request failed that is no part of a booking's story. */
import { errorCodes, errorTable } from '@partner-gateway/contract';
import { describe, expect, it } from 'vitest';
import { type Cause, causes, diagnose, type FailedRequest } from '../src/index.ts';
import { attempt, type Detail, evidence, story } from './support.ts';

const request = (code: string | null, more: Partial<FailedRequest> = {}): FailedRequest => ({
  at: '2026-11-01T08:15:30.000Z',
  endpoint: 'search',
  status: 502,
  code,
  reason: null,
  fields: [],
  latency_ms: 2_911,
  ...more,
});

const failed = (code: string, reason: string | null, call?: Detail) =>
  diagnose(
    evidence({
      request: request(code, { reason }),
      timeline:
        call === undefined ? [] : story(['upstream_call', { operation: 'search', latencyMs: 900, ...call }]),
    }),
  );

it('the parts that an answer named, and the second try of a call, are among the evidence', () => {
  const { evidence: said } = diagnose(
    evidence({
      request: request('schema_unavailable', { fields: ['pax', 'arrivals'] }),
      timeline: story([
        'upstream_call',
        { operation: 'cart', kind: 'server', status: 503, retries: 1, retriedAfter: 'connection' },
      ]),
    }),
  );
  expect(said).toEqual(
    expect.arrayContaining([
      'Its answer names: pax, arrivals.',
      '12go (cart): server, HTTP 503, tried again once after connection.',
    ]),
  );
});

it('a request whose client left is told by how long it waited, and for what', () => {
  const told = diagnose(
    evidence({
      request: request(null, { status: 499, reason: 'client_left' }),
      timeline: story(['upstream_call', { operation: 'search', outcome: 'answered', latencyMs: 2_800 }]),
    }),
  );
  expect(told).toMatchObject({ cause: 'client_left', partner_saw: 'no answer: it left after 2911 ms' });
  expect(told.evidence.join(' ')).toContain('12go (search): answered, after 2800 ms.');
});

describe('a request that failed', () => {
  it.each<[string, string, string | null, Detail | undefined, Cause]>([
    [
      'because 12go failed',
      'upstream_error',
      'server:500',
      { kind: 'server', status: 500 },
      'upstream_failing',
    ],
    [
      'because 12go sent a page',
      'upstream_error',
      'unreadable',
      { kind: 'unreadable' },
      'upstream_unreadable',
    ],
    [
      'because the line broke',
      'upstream_error',
      'connection',
      { kind: 'connection' },
      'upstream_unreachable',
    ],
    ['because 12go hung', 'upstream_timeout', 'timeout', { kind: 'timeout' }, 'upstream_slow'],
    ['because 12go limits us', 'upstream_rate_limited', null, { kind: 'rate_limited' }, 'upstream_limiting'],
    ['because a circuit is open', 'upstream_error', null, { kind: 'circuit_open' }, 'upstream_circuit_open'],
    [
      'for a key that 12go refused',
      'client_misconfigured',
      'auth:401',
      { kind: 'auth' },
      'upstream_key_refused',
    ],
    ['for a key that is not there', 'client_misconfigured', null, undefined, 'upstream_key_missing'],
    ['for an altered token', 'invalid_booking_token', 'bad_tag', undefined, 'token_tampered'],
    ['for a sealing key that is gone', 'invalid_booking_token', 'unknown_key', undefined, 'sealing_key_gone'],
    ['for an itinerary id of a gone key', 'invalid_request', 'unknown_key', undefined, 'sealing_key_gone'],
    ['for a token that ran out', 'booking_token_expired', 'expired', undefined, 'token_expired'],
    ['for a wrong key', 'unauthorized', 'key_wrong', undefined, 'key_refused'],
    ['for no key', 'unauthorized', 'key_missing', undefined, 'key_missing'],
    ['for a key that has expired', 'unauthorized', 'key_expired', undefined, 'key_expired'],
    ['for the key of another', 'unauthorized', 'key_of_another_client', undefined, 'key_of_another'],
    ['for a client that is not set up', 'unauthorized', 'client_unknown', undefined, 'client_unknown'],
    ['for a client that is disabled', 'unauthorized', 'client_disabled', undefined, 'client_disabled'],
    ['for a signature', 'unauthorized', 'signature_wrong', undefined, 'notification_refused'],
    ['for a source address', 'unauthorized', 'source_unknown', undefined, 'notification_refused'],
    ['without master data', 'upstream_error', 'master_data:connection', undefined, 'master_data_down'],
    ['before the tables were loaded', 'not_ready', null, undefined, 'tables_missing'],
    ['without a rate', 'pricing_stale', null, undefined, 'rates_missing'],
    ['without a rate at all', 'upstream_error', 'pricing:rate_missing', undefined, 'rates_missing'],
    [
      'without a price rule',
      'client_misconfigured',
      'pricing:markup_missing',
      undefined,
      'price_rule_missing',
    ],
    ['for a price that is none', 'upstream_error', 'pricing:negative_amount', undefined, 'price_unusable'],
    ['for seats that are not free', 'seats_unavailable', null, undefined, 'seat_not_free'],
    [
      'for a ticket that there is none of, whatever the state',
      'ticket_not_allowed',
      null,
      undefined,
      'no_ticket',
    ],
    ['for a booking that is none', 'booking_not_found', null, undefined, 'not_found'],
    [
      'for one that 12go forgot',
      'booking_not_found',
      null,
      { kind: 'not_found', status: 404 },
      'unknown_at_12go',
    ],
    ['over a limit', 'rate_limited', null, undefined, 'too_many_requests'],
  ])('%s', (_what, code, reason, call, cause) => {
    expect(failed(code, reason, call).cause).toBe(cause);
  });

  it('tells what the partner saw and what 12go did', () => {
    const seen = failed('upstream_error', 'server:500', { kind: 'server', status: 500 });
    expect(seen.partner_saw).toBe('502, `upstream_error`, after 2911 ms');
    expect(seen.evidence).toContain('12go (search): server, HTTP 500, after 900 ms.');
  });
});

describe('a request about a booking with a story', () => {
  const answered = (cause: Cause, code: string, status: 'approved' | 'declined') =>
    expect(
      diagnose(
        evidence({
          booking: { status, voucher_url: 'https://x.example' },
          timeline: story(...attempt('confirm', { status: 200 }, { outcome: 'executed' })),
          request: request(code, { steps: [] }),
        }),
      ).cause,
    ).toBe(cause);

  it('is told by its own answer where that is not the attempt that decided', () => {
    answered('already_done', 'already_confirmed', 'approved');
  });

  it('that was refused for the state of the booking is told by that state', () => {
    answered('supplier_declined', 'confirm_failed', 'declined');
  });
});

describe('a search that found nothing', () => {
  it.each<[string, Detail, Cause]>([
    ['because 12go offered nothing', { trips: 0, results: 0, refusals: '' }, 'no_trips'],
    ['because 12go gave no prices', { trips: 7, results: 0, refusals: 'no_price=7' }, 'no_prices'],
    ['because rates are missing', { trips: 2, results: 0, refusals: 'rate_missing=2' }, 'rates_missing'],
    ['because all was left out', { trips: 7, results: 0, refusals: 'no_price=2:hidden=5' }, 'all_left_out'],
  ])('%s', (_what, detail, cause) => {
    const seen = diagnose(
      evidence({ request: request(null, { status: 200 }), timeline: story(['search', detail]) }),
    );
    expect(seen.cause).toBe(cause);
  });
});

describe('every code of the contract', () => {
  it.each(errorCodes)('%s has a cause whose fault is the table’s, or says more than the code', (code) => {
    const { cause, fault, evidence: because } = failed(code, null);
    expect(causes[cause as Cause]).toBeDefined();
    expect(cause).not.toBe('unknown');
    expect(because[0]).toContain('2026-11-01T08:15:30');
    // A gateway that is at fault must never be told as the partner's mistake.
    if (errorTable[code].fault === 'gateway') expect(fault).toBe('gateway');
  });
});

it('no cause talks of a page that is not there, and every command begins with the tool', () => {
  for (const { action, command } of Object.values(causes)) {
    expect(action).toMatch(/[.)]$/);
    if (command !== undefined) expect(command).toMatch(/^partner-cli /);
  }
});
