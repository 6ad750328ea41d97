/** The SDK against the real gateway over real HTTP, with a sandbox 12go behind it. */
import { createClient, type GatewayClient, isGatewayError } from '@partner-gateway/sdk';
import { book, followEvents } from '@partner-gateway/sdk/flows';
import { startEmbedded } from '@partner-gateway/server/embedded';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openOffer } from './support/offer.ts';

type Embedded = Awaited<ReturnType<typeof startEmbedded>>;

let embedded: Embedded;
let gateway: GatewayClient;

beforeAll(async () => {
  embedded = await startEmbedded();
  const { baseUrl, clientId, apiKey } = embedded;
  gateway = createClient({ baseUrl, clientId, apiKey });
});
afterAll(() => embedded.close());
beforeEach(() => embedded.sandbox.scenarios.clear());

const reserves = (): number =>
  embedded.sandbox.ledger.filter(({ operation }) => operation === 'reserve').length;

/** A client whose first answer of an operation is lost on its way back, after the gateway has worked on it. */
const losingFirst = (path: RegExp): GatewayClient => {
  let lost = false;
  const { baseUrl, clientId, apiKey } = embedded;
  return createClient({
    baseUrl,
    clientId,
    apiKey,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const response = await fetch(request);
      if (lost || !path.test(request.url)) return response;
      lost = true;
      throw new TypeError('fetch failed');
    },
  });
};

const caught = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    return await call;
  } catch (error) {
    return error;
  }
};

const approved = async () => {
  const result = await gateway.createBooking(await openOffer(gateway));
  if (result.state !== 'finished') throw new Error('the reserve is pending');
  await gateway.confirmBooking(result.booking.id);
  return result.booking.id;
};

describe('the funnel', () => {
  test('goes from search to ticket', async () => {
    const offer = await openOffer(gateway);
    const { seat_selection = [] } = offer.booking_data;
    expect(seat_selection.length).toBeGreaterThan(0);
    const { booking_token } = offer;
    const locked = await gateway.lockSeats({ booking_token, booking_data: { seat_selection } });
    expect(locked).toMatchObject({ status: 'reserved', passenger_count: seat_selection.length });
    await gateway.unlockSeats(booking_token);
    expect(await gateway.lockSeats({ booking_token, booking_data: { seat_selection } })).toEqual(locked);

    const quoted = await gateway.quoteBooking(offer);
    expect(quoted).toMatchObject({ total_price: locked.total_price, problems: [] });
    const wrong = { currency: quoted.total_price.currency, amount: '1.00' };
    await expect(gateway.createBooking({ ...offer, total_price: wrong })).rejects.toMatchObject({
      code: 'cost_mismatch',
      outcome: 'not_executed',
      expectedTotal: quoted.total_price,
    });
    const reserved = await gateway.createBooking({ ...offer, total_price: quoted.total_price });
    expect(reserved).toMatchObject({ state: 'finished', booking: { status: 'reserved' } });
    if (reserved.state !== 'finished') return;
    const { id } = reserved.booking;
    expect(await gateway.confirmBooking(id)).toMatchObject({
      state: 'finished',
      booking: { status: 'approved' },
    });
    expect(await gateway.getBooking(id)).toMatchObject({ id, status: 'approved' });
    expect(await gateway.getTicket(id)).toMatchObject({ state: 'issued', ticket_url: /^https:/ });
  });

  test('ends with a refund', async () => {
    const id = await approved();
    expect(await gateway.cancelBooking(id, { preview: true })).toMatchObject({
      state: 'options',
      booking_status: 'approved',
      refund_options: [{ available: true }, { available: false }],
    });
    expect(await gateway.cancelBooking(id)).toMatchObject({ state: 'cancelled', booking_id: id });
    expect(await gateway.getBooking(id)).toMatchObject({ status: 'cancelled' });
  });

  test('ends with a refund that was chosen from the options', async () => {
    const id = await approved();
    const preview = await gateway.cancelBooking(id, { preview: true });
    expect(preview.state).toBe('options');
    if (preview.state !== 'options') return;
    const refund_option = preview.refund_options.find(({ available }) => available)?.refund_option ?? '';
    expect(await gateway.cancelBooking(id, { refund_option })).toMatchObject({
      state: 'cancelled',
      booking_id: id,
    });
    expect(await gateway.getBooking(id)).toMatchObject({ status: 'cancelled' });
  });
});

describe('a booking that is made once', () => {
  test('when the answer of create is lost, the retry brings the same booking', async () => {
    const offer = await openOffer(gateway);
    const before = reserves();
    const result = await losingFirst(/\/bookings$/).createBooking(offer);
    expect(result.state).toBe('finished');
    expect(reserves()).toBe(before + 1);
  });

  test('when two calls carry the same key, both get the same booking', async () => {
    const offer = await openOffer(gateway);
    const before = reserves();
    const options = { idempotencyKey: crypto.randomUUID() };
    const results = await Promise.all([
      gateway.createBooking(offer, options),
      gateway.createBooking(offer, options),
    ]);
    expect(results[1]).toEqual(results[0]);
    expect(reserves()).toBe(before + 1);
  });

  test('when the supplier breaks off after it has booked, the booking is found by asking again', async () => {
    const offer = await openOffer(gateway);
    const before = reserves();
    embedded.sandbox.scenarios.set({ operation: 'reserve', scenario: 'reset_after', times: 1 });
    let result = await gateway.createBooking(offer);
    while (result.state === 'pending') {
      const waitMs = result.retryAfterSeconds * 1000;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      result = await gateway.getIncompleteResult(result.incompleteResultId);
    }
    expect(result.booking.status).toBe('reserved');
    expect(reserves()).toBe(before + 1);
  });
});

describe('the flow of a booking', () => {
  test('books an itinerary at the total of its quote', async () => {
    const { booking_token, booking_data } = await openOffer(gateway);
    const { seat_selection: seats, ...data } = booking_data;
    const order = { itinerary: { booking_token }, booking_data: data, ...(seats && { seats }) };
    expect(await book(gateway, order)).toMatchObject({ state: 'confirmed', booking: { status: 'approved' } });
  });

  test('run again under its key ends with the same booking', async () => {
    const { booking_token, booking_data } = await openOffer(gateway);
    const order = { itinerary: { booking_token }, booking_data };
    const before = reserves();
    const options = { idempotencyKey: crypto.randomUUID() };
    const first = await book(gateway, order, { ...options, confirm: false });
    const second = await book(gateway, order, options);
    expect([first.state, second.state]).toEqual(['reserved', 'confirmed']);
    expect(reserves()).toBe(before + 1);
  });

  test('asks about a price that moved, and confirms the reservation at the new one when it is accepted', async () => {
    const { booking_token, booking_data } = await openOffer(gateway);
    const before = reserves();
    embedded.sandbox.scenarios.set({ operation: 'reserve', scenario: 'price_moved', times: 1, percent: 20 });
    const outcome = await book(gateway, { itinerary: { booking_token }, booking_data });
    expect(outcome).toMatchObject({ state: 'price_changed', bookingId: expect.any(String) });
    if (outcome.state !== 'price_changed') return;
    const accepted = await outcome.accept();
    expect(accepted).toMatchObject({ state: 'confirmed', booking: { total_price: outcome.new } });
    expect(reserves()).toBe(before + 1);
  });

  test('names what is missing before anything is reserved', async () => {
    const { booking_token } = await openOffer(gateway);
    const outcome = await book(gateway, { itinerary: { booking_token }, booking_data: { passengers: [] } });
    expect(outcome).toMatchObject({ state: 'rejected', step: 'quote' });
    expect(outcome.state === 'rejected' && outcome.problems.length).toBeGreaterThan(0);
  });
});

describe('refusals', () => {
  test('a wrong key', async () => {
    const { baseUrl, clientId } = embedded;
    const error = await caught(createClient({ baseUrl, clientId, apiKey: 'gwk_wrong' }).pois());
    expect(isGatewayError(error, 'authentication')).toBe(true);
  });

  test('a search that cannot be', async () => {
    const past = { departures: ['VNHANMYD'], arrivals: ['VNSPASPT'], departure_date: '2020-01-01', pax: 1 };
    expect(await caught(gateway.search(past))).toMatchObject({
      kind: 'invalid_request',
      fields: [{ field: 'departure_date' }],
    });
  });

  test('booking data that does not fit names its fields, and nothing was booked', async () => {
    const offer = await openOffer(gateway);
    const before = reserves();
    const booking_data = { ...offer.booking_data, email: 'nobody' };
    const error = await caught(gateway.createBooking({ ...offer, booking_data }));
    expect(error).toMatchObject({ code: 'schema_validation_failed', outcome: 'not_executed' });
    expect((error as { fields: { field: string }[] }).fields.map(({ field }) => field)).toContain(
      'booking_data.email',
    );
    expect(reserves()).toBe(before);
  });

  test('a total that is not the gateway’s', async () => {
    const offer = await openOffer(gateway);
    const error = await caught(
      gateway.createBooking({ ...offer, total_price: { currency: 'USD', amount: '1.00' } }),
    );
    expect(error).toMatchObject({ kind: 'invalid_request', code: 'cost_mismatch', outcome: 'not_executed' });
  });

  test('a token that was used names the booking', async () => {
    const offer = await openOffer(gateway);
    const first = await gateway.createBooking(offer);
    const error = await caught(gateway.createBooking(offer));
    expect(isGatewayError(error, 'conflict')).toBe(true);
    expect(error).toMatchObject({
      code: 'already_reserved',
      bookingId: first.state === 'finished' ? first.booking.id : undefined,
    });
  });

  test('a price that moved carries both prices', async () => {
    const offer = await openOffer(gateway);
    embedded.sandbox.scenarios.set({ operation: 'reserve', scenario: 'price_moved', times: 1, percent: 20 });
    const error = await caught(gateway.createBooking(offer));
    expect(isGatewayError(error, 'price_changed')).toBe(true);
    expect(error).toMatchObject({
      priceChanged: { quoted: { currency: 'USD' }, current: { currency: 'USD' } },
    });
  });

  test('a trip that sold out', async () => {
    const offer = await openOffer(gateway);
    embedded.sandbox.scenarios.set({ operation: 'reserve', scenario: 'sold_out', times: 1 });
    expect(await caught(gateway.createBooking(offer))).toMatchObject({
      kind: 'trip_unavailable',
      outcome: 'not_executed',
    });
  });

  test('a booking of somebody else', async () => {
    const [, rival] = embedded.clients;
    if (rival === undefined) throw new Error('the embedded gateway has one client only');
    const { baseUrl } = embedded;
    const other = createClient({ baseUrl, clientId: rival.clientId, apiKey: rival.apiKey });
    const id = await approved();
    expect(await caught(other.getBooking(id))).toMatchObject({
      kind: 'not_found',
      code: 'booking_not_found',
    });
  });
});

describe('the rest', () => {
  test.for(['stations', 'operatingCarriers', 'pois'] as const)(
    '%s answers with a URL to a list',
    async (method) => {
      const url = await gateway[method]({ locale: 'en' });
      const rows: unknown = await fetch(url).then((file) => file.json());
      expect(Array.isArray(rows) && rows.length > 0).toBe(true);
    },
  );

  test.for(['stationList', 'operatingCarrierList', 'poiList'] as const)(
    '%s answers with rows',
    async (method) => {
      const rows = await gateway[method]({ locale: 'en' });
      expect(rows.length).toBeGreaterThan(0);
      expect(rows[0]).toHaveProperty('Id');
    },
  );

  test('a search by POI finds what its stations offer', async () => {
    const result = await gateway.search({
      departure_poi: 'THBKK',
      arrival_poi: 'THCNX',
      departure_date: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
      pax: 1,
      timeout: 5,
    });
    expect(result.itineraries.length).toBeGreaterThan(0);
    const segments = new Set(result.segments.map(({ id }) => id));
    expect(result.itineraries.flatMap((row) => row.departure_segments).every((id) => segments.has(id))).toBe(
      true,
    );
  });

  test('the feed tells of a booking, and goes on from the cursor', async () => {
    const id = await approved();
    const seen = new Map<string, string>();
    let cursor: string | undefined;
    for await (const { events, next } of followEvents(gateway, { follow: false })) {
      for (const { data } of events) seen.set(data.booking_id, data.status);
      cursor = next;
    }
    expect(seen.get(id)).toBe('approved');
    expect(await gateway.events({ cursor })).toEqual({ events: [], next: cursor });
  });

  test('a cursor that is none is refused, and so is a sample for a webhook that there is none of', async () => {
    expect(await caught(gateway.events({ cursor: 'yesterday' }))).toMatchObject({ kind: 'invalid_request' });
    expect(await caught(gateway.testWebhook())).toMatchObject({ code: 'unprocessable' });
  });

  test('the gateway is well, and ready', async () => {
    expect(await gateway.health()).toMatchObject({ status: 'ok' });
    expect(await gateway.ready()).toMatchObject({ status: 'ready' });
  });
});
