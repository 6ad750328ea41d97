/** The guide of tests against the fake leads to each error as it says, and to every error of the contract. */
import { readFileSync } from 'node:fs';
import { type ErrorCode, errorCodes } from '@partner-gateway/contract';
import { type ClientOptions, createClient, type GatewayClient, type SearchQuery } from '@partner-gateway/sdk';
import { createPartnerFake } from '@partner-gateway/sdk/testing';
import { describe, expect, test } from 'vitest';

const guide = readFileSync(new URL('../../../docs/guides/testing.md', import.meta.url), 'utf8');
/** What the guide says is to be done for each code. */
const ways = new Map(
  [...guide.matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gm)].map(([, code = '', way = '']) => [code, way] as const),
);

const hanoi = 'VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00';
const minuteMs = 60_000;

const shop = (options: Partial<ClientOptions> = {}) => {
  const fake = createPartnerFake({ now: '2026-11-28T08:00:00Z' });
  const { baseUrl, clientId, apiKey, fetch } = fake;
  const gateway = createClient({ baseUrl, clientId, apiKey, fetch, retries: 0, ...options });
  const order = async (changes: object = {}, seat = 'A1') => ({
    booking_token: (await gateway.getItinerary(hanoi)).itineraries[0]?.booking_token ?? '',
    booking_data: {
      email: 'lan@traveller.example',
      mobile_phone: '+61400111222',
      seat_selection: [seat],
      passengers: [{ first_name: 'Lan', last_name: 'Tran', country_id: 'AU' }],
      additional_fields: { points_pickup: 'oldq' },
      ...changes,
    },
  });
  const reserve = async (): Promise<string> => {
    const made = await gateway.createBooking(await order());
    return made.state === 'finished' ? made.booking.id : '';
  };
  return { fake, gateway, order, reserve };
};

type Shop = ReturnType<typeof shop>;

/** The scenario that a way names. */
const scenarioOf = (way: string): Parameters<Shop['fake']['scenarios']['set']>[0] => {
  const [, members = ''] = /`\{ (.*?) \}`/.exec(way) ?? [];
  return JSON.parse(`{${members.replace(/(\w+): '([^']*)'/g, '"$1":"$2"')}}`);
};

/** How far the clock is moved on. */
const advanceMs = (way: string): number => Number(/advance\((\d+) \* 60_000\)/.exec(way)?.[1]) * minuteMs;

type Go = (at: Shop, way: string) => Promise<unknown>;

const staged =
  (go: Go): Go =>
  (at, way) => {
    at.fake.scenarios.set({ ...scenarioOf(way), times: 1 });
    return go(at, way);
  };
const created: Go = async ({ gateway, order }) => gateway.createBooking(await order());
const createdWith =
  (changes: object, seat?: string): Go =>
  async ({ gateway, order }) =>
    gateway.createBooking(await order(changes, seat));
const noPax: Partial<SearchQuery> = {
  departure_poi: 'THBKK',
  arrival_poi: 'THKCG',
  departure_date: '2026-12-05',
};
const search = (gateway: GatewayClient, query: Partial<SearchQuery>) => gateway.search(query as SearchQuery);

/** Goes each way. */
const goes: Readonly<Partial<Record<ErrorCode, Go>>> = {
  invalid_request: ({ gateway }) => search(gateway, noPax),
  unsupported_version: () => shop({ version: '2020-01-01' }).gateway.getBooking('BK-1-AAAAA'),
  unauthorized: () => shop({ apiKey: 'gwk_other' }).gateway.getBooking('BK-1-AAAAA'),
  itinerary_not_found: ({ gateway }, way) => gateway.getItinerary(/`(\S+)`/.exec(way)?.[1] ?? ''),
  unprocessable: staged(({ gateway }) => gateway.getItinerary(hanoi)),
  seat_locked: staged(async ({ gateway, order }) => gateway.lockSeats(await order())),
  seats_unavailable: createdWith({}, 'A2'),
  missing_parameter: createdWith({ email: undefined }),
  schema_validation_failed: createdWith({ email: 'none' }),
  cost_mismatch: async ({ gateway, order }) =>
    gateway.createBooking({ ...(await order()), total_price: { currency: 'USD', amount: '1.00' } }),
  invalid_booking_token: async ({ gateway, order }) =>
    gateway.createBooking({ ...(await order()), booking_token: 'k1.other' }),
  booking_token_expired: async ({ gateway, order, fake }, way) => {
    const body = await order();
    fake.clock.advance(advanceMs(way));
    return gateway.createBooking(body);
  },
  trip_unavailable: staged(created),
  price_changed: staged(created),
  already_reserved: async ({ gateway, order }) => {
    const body = await order();
    await gateway.createBooking(body);
    return gateway.createBooking(body);
  },
  idempotency_key_reused: async ({ gateway, order }) => {
    await gateway.createBooking(await order(), { idempotencyKey: 'one' });
    return gateway.createBooking(await order({ email: 'minh@traveller.example' }), { idempotencyKey: 'one' });
  },
  idempotency_in_progress: staged(async ({ gateway, order }) => {
    const body = await order();
    await gateway.createBooking(body);
    return gateway.createBooking(body);
  }),
  reserve_not_executed: staged(async ({ gateway, order }) => {
    let result = await gateway.createBooking(await order());
    while (result.state === 'pending') result = await gateway.getIncompleteResult(result.incompleteResultId);
  }),
  result_expired: staged(async ({ gateway, order, fake }, way) => {
    const pending = await gateway.createBooking(await order());
    fake.clock.advance(advanceMs(way));
    return gateway.getIncompleteResult(pending.state === 'pending' ? pending.incompleteResultId : '');
  }),
  incomplete_result_not_found: ({ gateway }) => gateway.getIncompleteResult('k1.mine'),
  booking_not_found: ({ gateway }) => gateway.getBooking('BK-1-AAAAA'),
  confirm_failed: async ({ gateway, reserve, fake }, way) => {
    const id = await reserve();
    fake.clock.advance(advanceMs(way));
    return gateway.confirmBooking(id);
  },
  already_confirmed: async ({ gateway, reserve }) => {
    const id = await reserve();
    await gateway.confirmBooking(id);
    return gateway.confirmBooking(id);
  },
  ticket_not_allowed: async ({ gateway, reserve }) => gateway.getTicket(await reserve()),
  non_cancellable: async ({ gateway, reserve }) => gateway.cancelBooking(await reserve()),
  refund_option_expired: async ({ gateway, reserve, fake }, way) => {
    const id = await reserve();
    await gateway.confirmBooking(id);
    const listed = await gateway.cancelBooking(id, { preview: true });
    fake.clock.advance(advanceMs(way));
    const [option] = listed.state === 'options' ? listed.refund_options : [];
    return gateway.cancelBooking(id, { refund_option: option?.refund_option ?? '' });
  },
};

describe('the guide', () => {
  test.for(Object.entries(goes))('leads to %s as it says', async ([code, go]) => {
    await expect(go(shop(), ways.get(code) ?? '')).rejects.toMatchObject({ code });
  });

  test('has no way that is not gone here', () => {
    expect([...ways.keys()].toSorted()).toEqual(Object.keys(goes).toSorted());
  });

  test('leads to every error by its last way', async () => {
    expect(guide).toContain('| any of them, and every other');
    for (const code of errorCodes) {
      const { fake, gateway } = shop();
      fake.scenarios.set({ operation: 'confirmBooking', scenario: 'error', code });
      await expect(gateway.confirmBooking('BK-1-AAAAA')).rejects.toMatchObject({ code });
    }
  });
});
