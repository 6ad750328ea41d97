/** Flows, forms and amounts go on with a gateway that is newer than the SDK, and all that is new is told. */
import { createClient, type Drift } from '@partner-gateway/sdk';
import { book, followEvents, untilComplete, wait } from '@partner-gateway/sdk/flows';
import { chosenSurcharges, toFields, validate } from '@partner-gateway/sdk/forms';
import { add, compare, equals, format, isWithin, multiply, subtract } from '@partner-gateway/sdk/money';
import { signSample, verifyWebhook } from '@partner-gateway/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { newerFake } from '../support/newer-fake.ts';

const shop = () => {
  const newer = newerFake();
  const { fake, fetch } = newer;
  const told: Drift[] = [];
  const onDrift = (drift: Drift) => told.push(drift);
  const { baseUrl, clientId, apiKey } = fake;
  return { ...newer, told, gateway: createClient({ baseUrl, clientId, apiKey, fetch, onDrift }) };
};

const hanoi = 'VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00';
const data = {
  email: 'lan@traveller.example',
  mobile_phone: '+61400111222',
  passengers: [{ first_name: 'Lan', last_name: 'Tran', country_id: 'AU' }],
  additional_fields: { points_pickup: 'oldq' },
};
const placesOf = (drifts: readonly { operation: string; kind: string; path: string }[]): readonly string[] =>
  [...new Set(drifts.map(({ operation, kind, path }) => `${operation} ${kind} ${path}`))].toSorted();

/** From a search to a cancellation, with a feed, a pending result and refusals. */
const shopAllDay = async ({ gateway, fake }: ReturnType<typeof shop>) => {
  const search = { departure_poi: 'THBKK', arrival_poi: 'THKCG', departure_date: '2026-12-05', pax: 1 };
  for await (const { itineraries } of untilComplete(gateway, search)) expect(itineraries).toHaveLength(3);
  const open = async () => (await gateway.getItinerary(hanoi)).itineraries[0];
  const itinerary = await open();
  if (itinerary === undefined) throw new Error('nothing was opened');
  const booked = await book(gateway, { itinerary, booking_data: data, seats: ['B1'] });
  expect(booked.state).toBe('confirmed');
  if (booked.state !== 'confirmed') return;
  await gateway.getTicket(booked.booking.id);
  expect(await gateway.cancelBooking(booked.booking.id, { preview: true })).toMatchObject({
    state: 'options',
  });
  expect(await gateway.cancelBooking(booked.booking.id)).toMatchObject({ state: 'cancelled' });
  fake.scenarios.set({ operation: 'createBooking', scenario: 'pending', polls: 0, times: 1 });
  const booking_token = (await open())?.booking_token ?? '';
  const pending = await gateway.createBooking({ booking_token, booking_data: data });
  await wait(gateway, { ...pending, ...(pending.state === 'pending' && { retryAfterSeconds: 0 }) });
  const refused = await book(gateway, { itinerary, booking_data: { passengers: [] } });
  expect(refused).toMatchObject({ state: 'rejected' });
  for await (const { events } of followEvents(gateway, { follow: false }))
    expect(events.length).toBeGreaterThan(3);
  for (const list of [gateway.stationList, gateway.operatingCarrierList, gateway.poiList])
    await list({ locale: 'en' });
  await Promise.all([gateway.health(), gateway.ready()]);
  return itinerary.booking_schema;
};

test('a day of a shop goes on, and what was new in any answer of it is told once', async () => {
  const day = shop();
  await shopAllDay(day);
  expect(placesOf(day.told)).toEqual(placesOf(day.planted));
  expect(day.told).toHaveLength(placesOf(day.planted).length);
  expect(day.told.length).toBeGreaterThan(150);
});

test('its amounts are reckoned with as ever', async () => {
  const day = shop();
  await shopAllDay(day);
  expect(day.amounts.length).toBeGreaterThan(30);
  for (const amount of day.amounts) {
    const priced = { ...amount, newer: { points: 12 } };
    expect(subtract(add(priced, priced), priced)).toEqual({
      currency: amount.currency,
      amount: amount.amount,
    });
    expect([
      compare(priced, priced),
      equals(priced, priced),
      isWithin(priced, priced, multiply(priced, 0)),
    ]).toEqual([0, true, true]);
    expect(format(priced, 'en')).not.toBe('');
  }
});

test('a webhook is read, whatever is new in it', async () => {
  const secret = `whsec_${btoa('k'.repeat(32))}`;
  const notification = { status: 'tomorrow', newer: { points: 12 }, data: [] };
  const { headers, body } = await signSample({ secret, notification: Object(notification) });
  expect((await verifyWebhook({ headers, body, secret })).notification).toMatchObject(notification);
});

type Changed = { readonly how: string; readonly schema: unknown };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const words = ['tomorrow', '[\\p{L}--[a]]', '('] as const;

/** A form with one thing in it that is new, for each thing that could be. */
const newerForms = (schema: unknown, how = 'form'): readonly Changed[] => {
  if (typeof schema === 'string') return words.map((word) => ({ how: `${how} = ${word}`, schema: word }));
  if (Array.isArray(schema)) {
    const each = schema.flatMap((item: unknown, index) =>
      newerForms(item, `${how}[${index}]`).map((changed) => ({
        ...changed,
        schema: schema.with(index, changed.schema),
      })),
    );
    return [...each, { how: `${how}, and one more`, schema: [...schema, { newer: 1 }] }];
  }
  if (!isRecord(schema)) return [];
  const members = Object.entries(schema).flatMap(([name, member]) =>
    newerForms(member, `${how}.${name}`).map((changed) => ({
      ...changed,
      schema: { ...schema, [name]: changed.schema },
    })),
  );
  return [...members, { how: `${how}.newer`, schema: { ...schema, newer: { type: 'tomorrow' } } }];
};

describe('a form', () => {
  test('with one thing new anywhere is shown, checked and priced', async () => {
    const { fake } = newerFake();
    const { baseUrl, clientId, apiKey, fetch } = fake;
    const gateway = createClient({ baseUrl, clientId, apiKey, fetch });
    const ids = [
      hanoi,
      'PH0igu0ihJaIDf09S01mZc8D-2026-12-05-09:00',
      'KH0kQ60kQPd2ob0aksBE7GF5-2026-12-05-23:00',
    ];
    const schemas = await Promise.all(
      ids.map(async (id) => (await gateway.getItinerary(id)).itineraries[0]?.booking_schema),
    );
    const forms = schemas.flatMap((schema) => newerForms(schema));
    expect(forms.length).toBeGreaterThan(500);
    const failed = forms.flatMap(({ how, schema }) => {
      const form = schema as Parameters<typeof toFields>[0];
      try {
        toFields(form);
        for (const given of [data, {}, undefined]) {
          validate(form, given);
          chosenSurcharges(form, given);
        }
        return [];
      } catch (error) {
        return [`${how}: ${String(error)}`];
      }
    });
    expect(failed).toEqual([]);
  });
});
