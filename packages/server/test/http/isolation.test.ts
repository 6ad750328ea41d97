/** No client reaches another's: every id that was issued, at every route that takes one, before 12go is asked. */
import {
  type ErrorCode,
  partnerContract,
  refundOptionsSchema,
  searchResponseSchema,
} from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { bangkokData, bangkokTrip, confirm, createBody, open, reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
/** What demo was issued, by kind. */
const issued = { itinerary: '', token: '', booking: '', result: '', option: '' };
/** What each stranger was issued itself. */
const own = { rival: '', strict: '' };
/** `strict` shares demo's 12go account, so that nothing but the gateway keeps the two apart. */
const strangers = ['rival', 'strict'] as const;

beforeAll(async () => {
  api = await startApi({ timing: { writeGuard: { syncWaitMs: 400, callLimitMs: 600 } } });
  const demo = api.as('demo');
  const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';
  issued.itinerary = (await demo.get(search)).read(searchResponseSchema).itineraries[0]?.id ?? '';
  issued.token = (await open(demo, bangkokTrip())).booking_token;
  issued.booking = (await confirm(demo)).id;
  const preview = await demo.post(`/bookings/${issued.booking}/cancel`, { preview: true });
  issued.option = preview.read(refundOptionsSchema).refund_options[0]?.refund_option ?? '';
  const body = await createBody(demo);
  api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'timeout_after', times: 1 });
  const pending = await demo.post('/bookings', body);
  issued.result = pending.headers.location?.replace('/incomplete_results/', '') ?? '';
  for (const stranger of strangers) own[stranger] = (await reserve(api.as(stranger))).id;
  await api.gateway.parts.deps.writes.guard.drain(2_000);
  // Settled, so that no look-up in the background is taken for a stranger's.
  api.sandbox.clock.advance(5_000);
  await api.gateway.parts.outcomes.resolver.tick();
});
afterAll(() => api.close());

let before = 0;
beforeEach(() => {
  before = api.upstreamCalls();
});
const expectNothingAsked = () => expect(api.upstreamCalls()).toBe(before);

const refusals: Readonly<Record<string, ErrorCode>> = {
  ':booking_id': 'booking_not_found',
  ':itinerary_id': 'invalid_request',
  ':incomplete_results_id': 'incomplete_result_not_found',
};
const cases = Object.entries(partnerContract).flatMap(([name, { method, path, metadata }]) => {
  const param = Object.keys(refusals).find((known) => path.includes(known));
  return param === undefined
    ? []
    : [{ name, method, path, param, outcome: metadata.idempotent ? ('not_executed' as const) : undefined }];
});
const key = { 'idempotency-key': 'stranger' };

describe.each(strangers)('%s', (stranger) => {
  test.each(cases)('gets nothing of demo’s at $name, whatever kind of id it has', async (route) => {
    for (const id of Object.values(issued)) {
      expect(id).not.toBe('');
      const path = route.path.replace(':client_id', stranger).replace(route.param, id);
      const answer = await api.as(stranger).send(route.method, path, { headers: key });
      expectProblem(answer, refusals[route.param] ?? 'internal_error', route.outcome);
    }
    expectNothingAsked();
  });

  test('books nothing with demo’s token, or with any other id for a token', async () => {
    for (const [kind, booking_token] of Object.entries(issued)) {
      const create = { booking_token, booking_data: bangkokData() };
      const lock = { booking_token, booking_data: { seat_selection: ['A1'] } };
      const headers = { 'idempotency-key': `stranger-${kind}` };
      expectProblem(
        await api.as(stranger).post('/bookings', create, headers),
        'invalid_booking_token',
        'not_executed',
      );
      expectProblem(await api.as(stranger).post('/seats', lock), 'invalid_booking_token');
    }
    expectNothingAsked();
  });

  test('cancels neither demo’s booking nor its own with demo’s option', async () => {
    for (const [kind, refund_option] of Object.entries(issued)) {
      const headers = { 'idempotency-key': `cancel-${kind}` };
      const cancel = (id: string) =>
        api.as(stranger).post(`/bookings/${id}/cancel`, { refund_option }, headers);
      expectProblem(await cancel(issued.booking), 'booking_not_found', 'not_executed');
      expectProblem(await cancel(own[stranger]), 'invalid_request', 'not_executed');
    }
    expectNothingAsked();
  });

  test('gets nothing under demo’s name', async () => {
    for (const { method, path, param, outcome } of cases) {
      const url = path.replace(':client_id', 'demo').replace(param, issued.booking);
      const answer = await api.as(stranger).send(method, url, { headers: key });
      expectProblem(answer, 'unauthorized', outcome === undefined ? undefined : 'unknown');
    }
    expectNothingAsked();
  });
});

describe('demo itself', () => {
  test('cannot use one kind of id for another', async () => {
    const kinds: Readonly<Record<string, string>> = {
      ':booking_id': issued.booking,
      ':itinerary_id': issued.itinerary,
      ':incomplete_results_id': issued.result,
    };
    for (const { method, path, param, outcome } of cases) {
      for (const id of Object.values(issued).filter((text) => text !== kinds[param])) {
        const answer = await api
          .as('demo')
          .send(method, path.replace(':client_id', 'demo').replace(param, id));
        expectProblem(answer, refusals[param] ?? 'internal_error', outcome);
      }
    }
    expectNothingAsked();
  });

  test('reaches its booking, its itinerary and its result', async () => {
    const paths = [
      `/bookings/${issued.booking}`,
      `/itineraries/${issued.itinerary}`,
      `/incomplete_results/${issued.result}`,
    ];
    for (const path of paths) expect((await api.as('demo').get(path)).status).toBeLessThan(300);
  });
});
