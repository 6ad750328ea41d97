/** Why a partner was not told of its booking. */
import { describe, expect, it } from 'vitest';
import { type Cause, diagnose } from '../src/index.ts';
import { attempt, booking, type Detail, evidence, story } from './support.ts';

const sent = (detail: Detail): readonly [string, Detail] => ['webhook_out', { event: 'evt_1', ...detail }];
const tried = (state: string, reason: string, count = 1) =>
  sent({ kind: `attempt_${count}`, state, reason, latencyMs: 41 });
const confirmed = attempt('confirm', { status: 200, outcome: 'executed' }, { outcome: 'executed' });
const seen = (status: Parameters<typeof booking>[0], ...entries: (readonly [string, Detail])[]) =>
  diagnose(evidence({ booking: booking(status), timeline: story(...confirmed, ...entries) }));

describe('a booking that is well and whose partner says it was not told', () => {
  it.each<[string, readonly [string, Detail], Cause, string]>([
    [
      'is waited for while attempts are left',
      tried('retry', '503'),
      'webhook_waiting',
      'Webhook evt_1 is tried again; attempt 1: the endpoint answered 503 after 41 ms.',
    ],
    [
      'names the answer of the endpoint',
      tried('dead', '503', 4),
      'webhook_refused',
      'Webhook evt_1 is given up; attempt 4: the endpoint answered 503 after 41 ms.',
    ],
    [
      'names what kept the endpoint from being reached',
      tried('dead', 'tls', 4),
      'webhook_unreachable',
      'Webhook evt_1 is given up; attempt 4: tls after 41 ms.',
    ],
    [
      'names an endpoint that wants no more',
      tried('gone', '410'),
      'webhook_gone',
      'Webhook evt_1 is given up; attempt 1: the endpoint answered 410 after 41 ms.',
    ],
    [
      'names an endpoint that is disabled',
      sent({ state: 'dead', reason: 'endpoint_disabled' }),
      'webhook_disabled',
      'Webhook evt_1 is given up; endpoint_disabled.',
    ],
    [
      'names an endpoint that is not set up any more',
      sent({ state: 'dead', reason: 'endpoint_missing' }),
      'webhook_missing',
      'Webhook evt_1 is given up; endpoint_missing.',
    ],
  ])('%s', (_what, entry, cause, sentence) => {
    const found = seen('approved', entry);
    expect([found.cause, found.certainty]).toEqual([cause, 'certain']);
    expect(found.evidence).toEqual(['The booking is approved at 12go now.', sentence]);
    expect(found.command).toMatch(/^partner-cli webhooks (list|dead) --client acme$/);
  });

  it('was told when a later attempt or a later event was delivered', () => {
    const found = seen('approved', tried('retry', '503'), tried('delivered', '204', 2));
    expect([found.cause, found.evidence]).toEqual(['all_well', ['The booking is approved at 12go now.']]);
    expect(seen('cancelled', tried('dead', '503', 4), tried('delivered', '204')).cause).toBe('cancelled');
  });
});

it.each(['declined', 'cancelled', 'failed'] as const)(
  'a partner that was not told that its booking is %s is the cause',
  (status) => {
    expect(seen(status, tried('dead', 'timeout', 4)).cause).toBe('webhook_unreachable');
  },
);

it('what went wrong with the booking itself goes first, with the webhook as evidence', () => {
  const timeline = story(
    ...attempt(
      'confirm',
      { status: 409, code: 'confirm_failed', outcome: 'not_executed' },
      {
        kind: 'rejected',
        status: 409,
        outcome: 'not_executed',
      },
    ),
    tried('dead', '500', 4),
  );
  const refused = diagnose(evidence({ booking: booking('reserved'), timeline }));
  expect(refused.cause).toBe('confirm_refused');
  expect(refused.evidence).toContain(
    'Webhook evt_1 is given up; attempt 4: the endpoint answered 500 after 41 ms.',
  );
  expect(seen('pending', tried('retry', '503')).cause).toBe('supplier_slow');
});
