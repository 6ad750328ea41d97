/** What the state and the story of a booking are read as. */
import type { Booking, Inspection } from '@partner-gateway/contract';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/translate/diagnosis.ts';

type Entry = NonNullable<Inspection['timeline']>[number];

const booking = (status: Booking['status']) => ({ status, voucher_url: 'https://x.example' }) as Booking;
const entry = (step: string, detail: Entry['detail']): Entry => ({
  at: '2026-11-01T08:15:30.000Z',
  step,
  detail,
});

const attempt = (
  operation: 'confirm' | 'refund',
  answer: Entry['detail'],
  call?: Entry['detail'],
): Entry[] => [
  entry('request', { operation, state: 'with_key' }),
  ...(call === undefined ? [] : [entry('upstream_call', { operation, latencyMs: 812, ...call })]),
  entry('answer', { operation, ...answer }),
];

const rejected = { kind: 'rejected', status: 409, outcome: 'not_executed' };
const silent = { kind: 'timeout', outcome: 'unknown' };

describe('a reservation', () => {
  it.each<[string, readonly Entry[], summary: string, action: string]>([
    ['that nobody confirmed', [], 'has not called confirm', 'Nothing to repair'],
    [
      'whose confirm 12go refused',
      attempt('confirm', { status: 409, code: 'confirm_failed', outcome: 'not_executed' }, rejected),
      'The confirm was refused, so it was not executed; the partner was answered 409 `confirm_failed`. 12go (confirm): rejected, HTTP 409, after 812 ms.',
      'lapses by itself',
    ],
    [
      'whose confirm is open',
      attempt('confirm', { status: 202 }, silent),
      'not known yet. 12go (confirm): timeout',
      'partner-cli booking open',
    ],
    [
      'whose open confirm turned out not to have happened',
      [
        ...attempt('confirm', { status: 202 }, silent),
        entry('guard', { operation: 'confirm', state: 'settled', outcome: 'not_executed' }),
      ],
      'turned out not to have been executed',
      'under a new key',
    ],
    [
      'without credit',
      attempt('confirm', { status: 402, code: 'credit_line_insufficient', outcome: 'not_executed' }),
      'lack of credit',
      'balance',
    ],
    [
      'whose credit could not be read',
      attempt('confirm', { status: 503, code: 'credit_unavailable', outcome: 'not_executed' }),
      'no usable answer',
      'Check the credit line',
    ],
    [
      'whose client has no key',
      attempt('confirm', { status: 503, code: 'client_misconfigured', outcome: 'not_executed' }),
      'key',
      'upstream_key_ref',
    ],
    [
      'while writes were off',
      attempt('confirm', { status: 503, code: 'idempotency_memory_young', outcome: 'unknown' }),
      'was not sent',
      '/ready',
    ],
    [
      'that was refused once and is open since',
      [
        ...attempt('confirm', { status: 409, code: 'confirm_failed', outcome: 'not_executed' }, rejected),
        ...attempt('confirm', { status: 202 }, silent),
      ],
      'not known yet. 12go (confirm): timeout',
      'Send nothing again',
    ],
    [
      'whose confirm was not sent because a read before it failed',
      [
        entry('request', { operation: 'confirm' }),
        entry('upstream_call', { operation: 'booking', kind: 'timeout', latencyMs: 8_000 }),
        entry('answer', {
          operation: 'confirm',
          status: 504,
          code: 'upstream_timeout',
          outcome: 'not_executed',
        }),
      ],
      'not executed; the partner was answered 504 `upstream_timeout`, at fault: supplier. 12go (booking): timeout, after 8000 ms.',
      'under the same key',
    ],
    [
      'whose confirm was cut off with its instance',
      [entry('request', { operation: 'confirm' })],
      'its story ends there',
      'partner-cli booking open',
    ],
    [
      'whose slow confirm was refused after its 202',
      [
        entry('request', { operation: 'confirm' }),
        entry('answer', { operation: 'confirm', status: 202, outcome: 'unknown' }),
        entry('upstream_call', { operation: 'confirm', latencyMs: 17_000, ...rejected }),
      ],
      'turned out not to have been executed. 12go (confirm): rejected',
      'under a new key',
    ],
    [
      'that 12go confirmed, and still shows as reserved',
      attempt('confirm', { status: 200 }, { outcome: 'executed' }),
      'does not show it',
      'raise it with 12go',
    ],
  ])('%s', (_what, timeline, summary, action) => {
    const diagnosis = diagnose(booking('reserved'), [...timeline]);
    expect(diagnosis.summary).toContain(summary);
    expect(diagnosis.action).toContain(action);
  });
});

describe('a confirmed booking', () => {
  it('is well, whatever was refused before', () => {
    const before = attempt('confirm', {
      status: 402,
      code: 'credit_line_insufficient',
      outcome: 'not_executed',
    });
    const { action } = diagnose(booking('approved'), [...before, ...attempt('confirm', { status: 200 })]);
    expect(action).toBe('Nothing to do.');
  });

  it.each<[string, Entry['detail'], Entry['detail'] | undefined, string]>([
    [
      'refused',
      { status: 422, code: 'non_cancellable', outcome: 'not_executed' },
      rejected,
      'gives no refund',
    ],
    [
      'too late',
      { status: 409, code: 'refund_option_expired', outcome: 'not_executed' },
      undefined,
      'option had run out',
    ],
    [
      'open',
      { status: 504, code: 'upstream_timeout', outcome: 'unknown' },
      silent,
      'The outcome of the last refund is not known yet.',
    ],
  ])('whose cancellation was %s is told as that', (_what, answer, call, summary) => {
    expect(diagnose(booking('approved'), attempt('refund', answer, call)).summary).toContain(summary);
  });

  it('that was cancelled after an open refund is cancelled', () => {
    const story = attempt('refund', { status: 504, code: 'upstream_timeout', outcome: 'unknown' }, silent);
    expect(diagnose(booking('cancelled'), story).summary).toBe('Cancelled.');
  });
});

it('says that the journal is away instead of that nothing happened', () => {
  expect(diagnose(booking('reserved'), null).summary).toContain('The journal is out of reach');
});
