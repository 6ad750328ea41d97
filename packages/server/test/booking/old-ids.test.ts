/** Booking ids from before this gateway: they open for their own client, answers repeat them, and nobody else gets in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookingSchema, inspectionSchema, partnerEventPageSchema } from '@partner-gateway/contract';
import { openEncodedId } from '@partner-gateway/tokens';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

const rule = {
  prefix: 'OB',
  alphabet: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-',
  shift: 7,
};
const tag = (name: string, value: string) => `${name}${String(value.length).padStart(2, '0')}${value}`;
const shifted = (text: string) =>
  [...text]
    .map((letter) => rule.alphabet[(rule.alphabet.indexOf(letter) + rule.shift) % rule.alphabet.length])
    .join('');
const encode = (clientId: string, bid: string): string =>
  rule.prefix +
  shifted(tag('01', 'V1') + tag('02', 'DEMO') + tag('03', 'onetwogo') + tag('04', bid) + tag('05', clientId));

const folder = mkdtempSync(join(tmpdir(), 'old-ids-'));
/** The sandbox's first booking. */
let bid: string;
let api: Api;

beforeAll(async () => {
  const first = await startApi();
  bid = (await reserve(first.as('demo'))).integration_booking_id;
  await first.close();
  const file = join(folder, 'old.json');
  const short = [{ id: 'aB3dE6gH9k', bid, client: 'demo' }];
  writeFileSync(file, JSON.stringify({ encoded: rule, short }));
  api = await startApi({ environment: { OLD_BOOKING_IDS_FILE: file } });
  expect((await reserve(api.as('demo'))).integration_booking_id).toBe(bid);
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

it.each(['encoded', 'short'])('an old %s id reads its booking and is repeated', async (form) => {
  const id = form === 'short' ? 'aB3dE6gH9k' : encode('demo', bid);
  const read = (await api.as('demo').get(`/bookings/${id}`)).read(bookingSchema);
  expect(read).toMatchObject({ id, integration_booking_id: bid });
  const inspected = (await api.ops(`/ops/v1/bookings/${id}/inspection`)).read(inspectionSchema);
  expect(inspected.resolved).toMatchObject({ client_id: 'demo', integration_booking_id: bid });
});

it.each(['encoded', 'short'])('an old %s id of another client is not found, without a call', async (form) => {
  const id = form === 'short' ? 'aB3dE6gH9k' : encode('demo', bid);
  const calls = api.upstreamCalls();
  expectProblem(await api.as('rival').get(`/bookings/${id}`), 'booking_not_found');
  expect(api.upstreamCalls()).toBe(calls);
});

it('opens what it is given for its own client, and nothing for another', () => {
  const client = fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/);
  fc.assert(
    fc.property(client, client, fc.bigInt({ min: 1n, max: 10n ** 18n }), (mine, other, number) => {
      expect(openEncodedId(rule, mine, encode(mine, String(number)))).toBe(String(number));
      if (other !== mine) expect(openEncodedId(rule, other, encode(mine, String(number)))).toBeUndefined();
    }),
  );
});

it('never fails on a text that is no old id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
      expect(openEncodedId(rule, 'demo', `OB${text}`)).toBeUndefined();
    }),
  );
});

it('a booking is told of by one id, that of the table, whatever id it was asked for by and whoever changed it', async () => {
  const demo = api.as('demo');
  expect((await demo.post(`/bookings/${encode('demo', bid)}/confirm`)).status).toBe(200);
  expect(api.sandbox.withdraw(bid)).toBe(true);
  await demo.get(`/bookings/${encode('demo', bid)}`);
  const { events } = (await demo.get('/events')).read(partnerEventPageSchema);
  const told = events.map(({ data }) => [data.booking_id, data.status]);
  expect(told).toEqual([
    ['aB3dE6gH9k', 'reserved'],
    ['aB3dE6gH9k', 'approved'],
    ['aB3dE6gH9k', 'cancelled'],
  ]);
});
