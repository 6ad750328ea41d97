/** The story of a booking that on-call reads: every step of it once, and nothing about the passengers. */
import { bookingSchema, inspectionSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Caller, startApi } from '../support/api.ts';
import { hanoiSapa, hanoiSapaData, nameOf, open, reserve } from '../support/builders.ts';

let api: Api;
let demo: Caller;
let id: string;

const canaries = {
  ...hanoiSapaData,
  email: 'canary.mail@traveller.example',
  mobile_phone: '+61400999888',
  additional_fields: { points_pickup: 'oldq', points_pickup_text: 'Canaryhotel 12 Canary Street' },
  passengers: [
    { first_name: 'Canaryfirst', last_name: 'Canarylast', country_id: 'AU', gender: 'F' },
    { first_name: 'Canarysecond', last_name: 'Canarylast', country_id: 'VN', gender: 'M' },
  ],
};

const bookAndConfirm = async (): Promise<string> => {
  const { booking_token } = await open(demo, hanoiSapa, 2);
  const { seat_selection } = canaries;
  await demo.post('/seats', { booking_token, booking_data: { seat_selection } });
  const headers = { 'idempotency-key': 'canary-key', 'x-correlation-id': 'timeline-1' };
  const reserved = await demo.post('/bookings', { booking_token, booking_data: canaries }, headers);
  const booking = reserved.read(bookingSchema);
  await demo.post(`/bookings/${booking.id}/confirm`);
  await api.sandbox.settle();
  return booking.id;
};

const inspect = async () => {
  const answer = await api.ops(`/ops/v1/bookings/${id}/inspection`);
  return { text: answer.text, ...answer.read(inspectionSchema) };
};

beforeAll(async () => {
  api = await startApi({ isNotified: true });
  demo = api.as('demo');
  id = await bookAndConfirm();
});
afterAll(() => api.close());

describe('the timeline of a booking', () => {
  it('has every step of lock, create, confirm and notification, in order', async () => {
    const { timeline } = await inspect();
    const steps = (timeline ?? []).map(({ step, detail }) =>
      [step, detail.operation, detail.state ?? detail.status ?? detail.outcome].filter(Boolean).join(' '),
    );
    expect(steps).toEqual(
      expect.arrayContaining([
        'seat_lock locked',
        'request reserve with_key',
        'price quoted',
        'credit held',
        'upstream_call reserve executed',
        'price booked',
        'guard reserve answered',
        'answer reserve 200',
        'linked',
        'request confirm without_key',
        'upstream_call confirm executed',
        'guard confirm answered',
        'answer confirm 200',
      ]),
    );
    expect(steps.some((step) => step.startsWith('webhook_in'))).toBe(true);
    const times = (timeline ?? []).map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
  });

  it('tells each call of 12go with its time, and each answer with its status', async () => {
    const { timeline } = await inspect();
    const calls = (timeline ?? []).filter(({ step }) => step === 'upstream_call').map(({ detail }) => detail);
    expect(calls.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual(
      expect.arrayContaining(['checkoutForm answered', 'reserve executed', 'booking answered']),
    );
    expect(calls.every(({ latencyMs }) => typeof latencyMs === 'number')).toBe(true);
    const answers = (timeline ?? []).filter(({ step }) => step === 'answer');
    expect(answers.map(({ detail }) => detail.status)).toEqual([200, 200]);
  });

  it('tells why a confirm was refused, by whom, and as what, with the trace that it was part of', async () => {
    const booking = await reserve(demo, nameOf('confirm_refused'));
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    await demo.post(`/bookings/${booking.id}/confirm`, undefined, {
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
    });
    const answer = await api.ops(`/ops/v1/bookings/${booking.id}/inspection`);
    const { timeline, diagnosis } = answer.read(inspectionSchema);
    const told = (timeline ?? []).map(({ step, detail }) => ({
      step,
      ...detail,
    }));
    expect(told).toContainEqual(expect.objectContaining({ step: 'request', operation: 'confirm', traceId }));
    expect(told).toContainEqual(
      expect.objectContaining({
        step: 'upstream_call',
        operation: 'confirm',
        outcome: 'not_executed',
        kind: 'rejected',
      }),
    );
    expect(told).toContainEqual(
      expect.objectContaining({
        step: 'answer',
        operation: 'confirm',
        status: 409,
        code: 'confirm_failed',
        outcome: 'not_executed',
      }),
    );
    expect(diagnosis.cause).toBe('confirm_refused');
    expect(diagnosis.evidence).toContainEqual(expect.stringContaining('12go (confirm): rejected, HTTP 409'));
  });

  it('tells how often a call was tried again, and after what', async () => {
    // Told of nothing, it reads no booking by itself, which would take the scenario.
    const quiet = await startApi();
    const booking = await reserve(quiet.as('demo'));
    quiet.sandbox.scenarios.set({ operation: 'booking', scenario: 'truncated', times: 1 });
    await quiet.as('demo').post(`/bookings/${booking.id}/confirm`);
    const inspected = await quiet.ops(`/ops/v1/bookings/${booking.id}/inspection`);
    await quiet.close();
    const { timeline } = inspected.read(inspectionSchema);
    const calls = (timeline ?? []).filter(({ step }) => step === 'upstream_call').map(({ detail }) => detail);
    expect(calls).toContainEqual(
      expect.objectContaining({
        operation: 'booking',
        outcome: 'answered',
        retries: 1,
        retriedAfter: 'connection',
      }),
    );
    expect(calls.filter(({ retries }) => retries !== undefined)).toHaveLength(1);
  });

  it('says nothing about the passengers', async () => {
    const { timeline } = await inspect();
    const told = JSON.stringify(timeline);
    for (const canary of ['anary', '61400999888', 'traveller.example', 'oldq', 'A1', 'canary-key'])
      expect(told).not.toContain(canary);
  });

  it('is null while the journal is away, and the rest of the inspection is there', async () => {
    const away = await startApi({
      environment: {
        STORE: 'redis',
        REDIS_URL: 'redis://127.0.0.1:1',
        TWELVEGO_BASE_URL: api.sandboxUrl,
        SEALING_KEYS: api.config.SEALING_KEYS,
        BOOKING_ID_SECRET: api.config.BOOKING_ID_SECRET,
      },
    });
    try {
      const answer = await away.ops(`/ops/v1/bookings/${id}/inspection`);
      const inspection = answer.read(inspectionSchema);
      expect(inspection.timeline).toBeNull();
      expect(inspection.booking?.id).toBe(id);
    } finally {
      await away.close();
    }
  });
});
