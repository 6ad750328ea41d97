/** Webhooks of the fake are signed by Standard Webhooks, as they happen or as a storm. */
import { createHmac } from 'node:crypto';
import { partnerEventPageSchema, partnerNotificationSchema } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { openShop } from './support/shop.ts';

const key = Buffer.alloc(32, 7);
const secret = `whsec_${key.toString('base64')}`;
const target = { url: 'https://shop.example/webhooks', secret };

/** An endpoint that keeps what is posted to it. */
const endpoint = () => {
  const posted: { readonly headers: Headers; readonly text: string }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    posted.push({ headers: request.headers, text: await request.text() });
    return new Response();
  };
  return { posted, fetch };
};

type Posted = ReturnType<typeof endpoint>['posted'][number];

const isGenuine = ({ headers, text }: Posted): boolean => {
  const signed = `${headers.get('webhook-id')}.${headers.get('webhook-timestamp')}.${text}`;
  return (
    headers.get('webhook-signature') === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  );
};
const statusOf = ({ text }: Posted): string => partnerNotificationSchema.parse(JSON.parse(text)).status;

test('events are posted as they happen, the same that the feed has', async () => {
  const { posted, fetch } = endpoint();
  const { fake, ask, order } = openShop({ webhook: target, fetch });
  const { id } = (await ask('POST /bookings', { body: await order() })).body;
  await ask(`POST /bookings/${id}/confirm`);
  await ask(`POST /bookings/${id}/cancel`);
  await fake.webhooksSettled();
  expect(posted.map(statusOf)).toEqual(['reserved', 'approved', 'cancelled']);
  expect(posted.every(isGenuine)).toBe(true);
  const { events } = partnerEventPageSchema.parse((await ask('GET /events')).body);
  expect(events.map((event) => event.id)).toEqual(posted.map(({ headers }) => headers.get('webhook-id')));
});

test('a sample goes the same way', async () => {
  const { posted, fetch } = endpoint();
  const { fake, ask } = openShop({ webhook: target, fetch });
  const { status, body } = await ask('POST /webhooks/test');
  await fake.webhooksSettled();
  expect([status, posted[0]?.headers.get('webhook-id')]).toEqual([202, body.id]);
});

test('a storm posts everything twice, newest first', async () => {
  const { posted, fetch } = endpoint();
  const { fake, ask, order } = openShop({ fetch });
  const { id } = (await ask('POST /bookings', { body: await order() })).body;
  fake.scenarios.set({ operation: 'confirmBooking', scenario: 'webhook_storm', times: 1, ...target });
  await ask(`POST /bookings/${id}/confirm`);
  await fake.webhooksSettled();
  expect(posted.map(statusOf)).toEqual(['approved', 'approved', 'reserved', 'reserved']);
  expect(posted.every(isGenuine)).toBe(true);
});

test('a reservation that nobody confirms lapses, and is told once the clock has moved', async () => {
  const { posted, fetch } = endpoint();
  const { fake, ask, order } = openShop({ webhook: target, fetch });
  await ask('POST /bookings', { body: await order() });
  fake.clock.advance(30 * 60_000);
  await fake.webhooksSettled();
  expect(posted.map(statusOf)).toEqual(['reserved', 'cancelled']);
});

test('a secret that cannot be one is refused', () => {
  expect(() => openShop({ webhook: { ...target, secret: 'whsec_c2hvcnQ=' } })).toThrow(TypeError);
});
