/** What the state and the story of a booking are read as. */
import { describe, expect, it } from 'vitest';
import { type Cause, diagnose, type GuardRecord } from '../src/index.ts';
import { attempt, booking, type Detail, evidence, story } from './support.ts';

const refused = (status: number, kind = 'rejected'): Detail => ({ kind, status, outcome: 'not_executed' });
const told = (status: number, code: string, outcome = 'not_executed'): Detail => ({ status, code, outcome });
const silent = { kind: 'timeout', outcome: 'unknown' };
const pending = { status: 202, outcome: 'unknown' };
const record = (operation: GuardRecord['operation'], more: Partial<GuardRecord>): GuardRecord => ({
  operation,
  state: 'unknown',
  is_live: false,
  age_seconds: 40,
  ...more,
});

describe('a cart whose reserve 12go refused names which of its reasons it was', () => {
  it.each<[string, number, string, string, Cause]>([
    ['400', 400, 'trip_unavailable', 'trip_unavailable', 'sold_out'],
    ['422 without fields', 422, 'trip_unavailable', 'trip_unavailable', 'trip_gone'],
    ['404', 404, 'trip_unavailable', 'trip_unavailable', 'cart_expired'],
    ['409', 409, 'trip_unavailable', 'rejected', 'seat_taken'],
    ['422 with fields', 422, 'schema_validation_failed', 'validation', 'fields_refused'],
    ['401', 401, 'client_misconfigured', 'auth', 'upstream_key_refused'],
    ['429', 429, 'upstream_rate_limited', 'rate_limited', 'upstream_limiting'],
  ])('%s', (_what, status, code, kind, cause) => {
    const timeline = story(...attempt('reserve', told(503, code), refused(status, kind)));
    expect(diagnose(evidence({ timeline })).cause).toBe(cause);
  });

  it.each<[string, Detail, Detail[], Cause]>([
    ['a rate', told(502, 'upstream_error'), [{ reason: 'pricing:rate_missing' }], 'rates_missing'],
    ['seats', told(422, 'seats_unavailable'), [], 'seat_not_free'],
  ])('and %s that kept it from being sent is not 12go’s refusal', (_what, answer, [more = {}], cause) => {
    const timeline = story(...attempt('reserve', { ...answer, ...more }));
    expect(diagnose(evidence({ timeline })).cause).toBe(cause);
  });

  it.each<[number, Cause]>([
    [600, 'token_stale'],
    [86_400, 'token_expired'],
  ])('of a memory that may be lost only while a token could be good: %i s', (ageSeconds, cause) => {
    const timeline = story(
      ['cart', { state: 'opened', ageSeconds }],
      ...attempt('reserve', told(409, 'booking_token_stale')),
    );
    expect(diagnose(evidence({ timeline })).cause).toBe(cause);
  });

  it('with how old the cart was', () => {
    const timeline = story(
      ['cart', { state: 'opened', ageSeconds: 1_900 }],
      ...attempt('reserve', told(409, 'trip_unavailable'), refused(404)),
    );
    expect(diagnose(evidence({ timeline })).evidence).toContain('The cart was 1900 s old by then.');
  });
});

describe('a write whose outcome is open', () => {
  it.each<[string, Partial<GuardRecord>, boolean, Cause]>([
    ['is looked up by itself where a read can tell', {}, true, 'outcome_open'],
    ['waits for an operator where none can', {}, false, 'outcome_open_by_hand'],
    ['is still running while its owner lives', { state: 'sending', is_live: true }, true, 'write_running'],
  ])('%s', (_what, more, readsReserves, cause) => {
    const timeline = story(...attempt('reserve', pending, silent));
    const seen = diagnose(evidence({ timeline, readsReserves, guard: [record('reserve', more)] }));
    expect([seen.cause, seen.certainty]).toEqual([cause, 'certain']);
    expect(seen.partner_saw).toBe('202, a result to poll, outcome unknown');
    expect(seen.command).toBe('partner-cli outcomes list --client acme');
  });

  it('whose story ends before 12go was heard of lost its instance, whatever a repetition was told since', () => {
    const timeline = story(
      ...attempt('reserve'),
      ...attempt('reserve', told(409, 'idempotency_in_progress', 'unknown')),
    );
    const guard = [record('reserve', { state: 'sending' })];
    expect(diagnose(evidence({ timeline, guard })).cause).toBe('instance_died');
  });

  it('that was answered 202 while its call still runs is open, and nobody died', () => {
    const timeline = story(...attempt('reserve', pending));
    expect(diagnose(evidence({ timeline, guard: [record('reserve', {})] })).cause).toBe('outcome_open');
  });

  it('is told from its story alone while the memory of writes is away', () => {
    const timeline = story(...attempt('confirm', pending, silent));
    const seen = diagnose(evidence({ timeline, guard: null, booking: booking('reserved') }));
    expect(seen.cause).toBe('outcome_open');
    expect(seen.missing).toEqual([expect.stringContaining('memory of booking writes')]);
  });

  it('goes before everything else that is known', () => {
    const seen = diagnose(evidence({ booking: booking('approved'), guard: [record('refund', {})] }));
    expect(seen.cause).toBe('outcome_open');
  });
});

describe('a reservation', () => {
  const reserved = story(...attempt('reserve', { status: 200 }, { outcome: 'executed' }));

  it('that 12go does not know any more is no cart that was never reserved', () => {
    const seen = diagnose(evidence({ timeline: reserved, reading: 'unknown_there' }));
    expect([seen.cause, seen.fault]).toEqual(['unknown_at_12go', 'supplier']);
    expect(seen.command).toBe('partner-cli upstream keys --client acme');
  });

  it('that 12go was not asked for is unknown, and not never reserved', () => {
    expect(diagnose(evidence({ timeline: reserved })).cause).toBe('unknown');
  });

  it.each<[string, ReturnType<typeof attempt>, Cause]>([
    ['that nobody confirmed', [], 'not_confirmed'],
    [
      'whose confirm 12go refused',
      attempt('confirm', told(409, 'confirm_failed'), refused(409)),
      'confirm_refused',
    ],
    ['whose confirm is open', attempt('confirm', pending, silent), 'outcome_open'],
    [
      'whose open confirm turned out not to have happened',
      [
        ...attempt('confirm', pending, silent),
        ['guard', { operation: 'confirm', state: 'settled', outcome: 'not_executed' }],
      ],
      'settled_not_executed',
    ],
    ['without credit', attempt('confirm', told(402, 'credit_line_insufficient')), 'credit_exhausted'],
    ['whose credit could not be read', attempt('confirm', told(503, 'credit_unavailable')), 'credit_down'],
    [
      'whose client has no key',
      attempt('confirm', told(503, 'client_misconfigured')),
      'upstream_key_missing',
    ],
    [
      'while the memory was young',
      attempt('confirm', told(503, 'idempotency_memory_young', 'unknown')),
      'memory_young',
    ],
    [
      'after the memory was lost',
      attempt('confirm', told(503, 'idempotency_memory_lost', 'unknown')),
      'memory_lost',
    ],
    [
      'while Redis was away',
      attempt('confirm', told(503, 'idempotency_unavailable', 'unknown')),
      'store_down',
    ],
    [
      'that was refused once and is open since',
      [
        ...attempt('confirm', told(409, 'confirm_failed'), refused(409)),
        ...attempt('confirm', pending, silent),
      ],
      'outcome_open',
    ],
    [
      'whose confirm was not sent because a read before it failed',
      [
        ['request', { operation: 'confirm' }],
        ['upstream_call', { operation: 'booking', kind: 'timeout', latencyMs: 8_000 }],
        ['answer', { operation: 'confirm', ...told(504, 'upstream_timeout') }],
      ],
      'upstream_slow',
    ],
    ['whose confirm was cut off with its instance', attempt('confirm'), 'instance_died'],
    [
      'whose slow confirm was refused after its 202',
      [
        ['request', { operation: 'confirm' }],
        ['answer', { operation: 'confirm', ...pending }],
        ['upstream_call', { operation: 'confirm', latencyMs: 17_000, ...refused(409) }],
      ],
      'settled_not_executed',
    ],
    [
      'that 12go confirmed, and still shows as reserved',
      attempt('confirm', { status: 200 }, { outcome: 'executed' }),
      'executed_not_shown',
    ],
  ])('%s', (_what, steps, cause) => {
    const timeline = [...reserved, ...story(...steps)];
    expect(diagnose(evidence({ booking: booking('reserved'), timeline })).cause).toBe(cause);
  });

  it.each<[string, Cause]>([
    ['unfit', 'store_unfit'],
    ['replicas_missing', 'replicas_missing'],
    ['split', 'store_split'],
    ['send_window_closed', 'sent_too_late'],
    ['unanswered', 'store_down'],
  ])('whose confirm the guard did not take, being %s, is told so', (state, cause) => {
    const timeline = story(
      ['request', { operation: 'confirm' }],
      ['guard', { operation: 'confirm', state }],
      ['answer', { operation: 'confirm', ...told(503, 'idempotency_unavailable', 'unknown') }],
    );
    expect(diagnose(evidence({ booking: booking('reserved'), timeline })).cause).toBe(cause);
  });

  it('is not surely unconfirmed while the memory of writes is away', () => {
    const seen = diagnose(evidence({ booking: booking('reserved'), timeline: reserved, guard: null }));
    expect([seen.cause, seen.certainty]).toEqual(['not_confirmed', 'likely']);
  });

  it('whose price moved is there all the same', () => {
    const timeline = story(
      ...attempt('reserve', told(409, 'price_changed', 'executed'), { outcome: 'executed' }),
    );
    const seen = diagnose(evidence({ booking: booking('reserved'), timeline }));
    expect([seen.cause, seen.partner_saw]).toEqual(['price_moved', '409, `price_changed`, outcome executed']);
  });

  it('that was open for a while says so', () => {
    const timeline = story(...attempt('reserve', pending, silent), [
      'guard',
      { operation: 'reserve', state: 'settled', outcome: 'executed' },
    ]);
    expect(diagnose(evidence({ booking: booking('reserved'), timeline })).cause).toBe('settled_executed');
  });
});

describe('a confirmed booking', () => {
  const confirmed = attempt('confirm', { status: 200 }, { outcome: 'executed' });

  it('is well, whatever was refused before', () => {
    const timeline = story(...attempt('confirm', told(402, 'credit_line_insufficient')), ...confirmed);
    expect(diagnose(evidence({ booking: booking('approved'), timeline }))).toMatchObject({
      cause: 'all_well',
      action: 'Nothing to do.',
      command: null,
    });
  });

  it.each<[string, ReturnType<typeof attempt>, Cause]>([
    ['refused', attempt('refund', told(422, 'non_cancellable'), refused(422)), 'refund_refused'],
    ['out of the question', attempt('refund', told(422, 'non_cancellable')), 'not_cancellable'],
    [
      'not offered',
      [
        ['request', { operation: 'refund' }],
        ['upstream_call', { operation: 'refundOptions', outcome: 'answered', latencyMs: 80 }],
        ['answer', { operation: 'refund', ...told(422, 'non_cancellable') }],
      ],
      'refund_refused',
    ],
    ['too late', attempt('refund', told(409, 'refund_option_expired')), 'refund_option_expired'],
    ['open', attempt('refund', told(504, 'upstream_timeout', 'unknown'), silent), 'outcome_open'],
  ])('whose cancellation was %s is told as that', (_what, steps, cause) => {
    const timeline = story(...confirmed, ...steps);
    expect(diagnose(evidence({ booking: booking('approved'), timeline })).cause).toBe(cause);
  });

  it('that was cancelled after an open refund says how that ended', () => {
    const timeline = story(...attempt('refund', told(504, 'upstream_timeout', 'unknown'), silent));
    expect(diagnose(evidence({ booking: booking('cancelled'), timeline })).cause).toBe('settled_executed');
  });

  it.each<[string, Parameters<typeof evidence>[0], Cause]>([
    ['whose ticket is late', { booking: booking('approved', null) }, 'ticket_late'],
    ['that the supplier has not decided', { booking: booking('pending') }, 'supplier_slow'],
    [
      'of a status that nobody knows',
      { booking: booking('pending'), isStatusKnown: false },
      'status_unknown',
    ],
    ['that the supplier declined', { booking: booking('declined') }, 'supplier_declined'],
    ['that was cancelled', { booking: booking('cancelled') }, 'cancelled'],
    ['that failed', { booking: booking('failed') }, 'lapsed'],
  ])('%s', (_what, given, cause) => {
    expect(diagnose(evidence({ timeline: story(...confirmed), ...given })).cause).toBe(cause);
  });
});

describe('what is not known stays unknown', () => {
  it('a booking without a story is judged by its state, and says that the rest is missing', () => {
    const seen = diagnose(evidence({ booking: booking('reserved') }));
    expect([seen.cause, seen.certainty]).toEqual(['not_confirmed', 'likely']);
    expect(seen.missing).toEqual([expect.stringContaining('older than seven days')]);
  });

  it('a journal that is away is named instead of that nothing happened', () => {
    const seen = diagnose(evidence({ booking: booking('reserved'), timeline: null }));
    expect(seen.missing).toEqual([expect.stringContaining('The journal is out of reach')]);
  });

  it('a 12go that cannot be read is the cause where the story has no other', () => {
    const timeline = story(...attempt('confirm', { status: 200 }, { outcome: 'executed' }));
    const seen = diagnose(evidence({ timeline, reading: { failed: 'upstream_timeout', kind: 'timeout' } }));
    expect(seen.cause).toBe('upstream_slow');
    expect(seen.evidence).toContainEqual(expect.stringContaining('the last confirm was answered 200'));
    expect(seen.missing).toContainEqual(expect.stringContaining('12go could not be read'));
  });

  it('a 12go that cannot be read hides no refusal of the story', () => {
    const timeline = story(...attempt('confirm', told(409, 'confirm_failed'), refused(409)));
    const reading = { failed: 'upstream_error', kind: 'server' };
    expect(diagnose(evidence({ timeline, reading })).cause).toBe('confirm_refused');
  });

  it('stores that are away are the cause where nothing can be looked up', () => {
    const checks = [{ name: 'store', status: 'down', required: false, detail: 'redis' }] as const;
    const seen = diagnose(evidence({ timeline: null, guard: null, checks }));
    expect([seen.cause, seen.command]).toEqual(['store_down', 'partner-cli doctor']);
    expect(seen.evidence).toContain('Now store is down: redis.');
  });

  it('nothing at all is unknown, and no command is made of names that are missing', () => {
    const seen = diagnose(
      evidence({ names: { client: undefined, cart: undefined, bid: undefined, correlation: undefined } }),
    );
    expect([seen.cause, seen.certainty]).toEqual(['unknown', 'unknown']);
    const open = diagnose(
      evidence({
        guard: [record('reserve', {})],
        names: { client: undefined, cart: undefined, bid: undefined, correlation: undefined },
      }),
    );
    expect(open.command).toBeNull();
  });
});
