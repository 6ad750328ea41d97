/** The page of scenario trips says what really happens: each trip is booked, and its answers are those of the page. */
import { scenarioAnswers, type Told } from '@partner-gateway/developer-site';
import { timetable } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Answer, type Api, type Caller, startApi } from '../support/api.ts';

const day = '2026-11-14';
const bodySchema = z.looseObject({
  id: z.string().optional(),
  code: z.string().optional(),
  status: z.union([z.string(), z.number()]).optional(),
});
const bodyOf = (answer: Answer) => (answer.text === '' ? {} : answer.read(bodySchema));

/** `409 price_changed`, `200 reserved`, `202`. */
const shortOf = (answer: Answer): string => {
  const { code, status } = bodyOf(answer);
  return [answer.status, code ?? (typeof status === 'string' ? status : undefined)].join(' ').trim();
};

/** What goes well, and is not told. */
const usual = new Set(['200', '200 reserved', '200 approved', '200 cancelled']);

type Funnel = { readonly api: Api; readonly client: Caller };

/** Asks until there is an answer, each time later than anything of 12go lasts. */
const settled = async ({ api, client }: Funnel, first: Answer, again: string): Promise<Answer[]> => {
  const isOpen = first.status === 202 || shortOf(first) === '200 pending';
  if (!isOpen) return [first];
  api.sandbox.clock.advance(601_000);
  await api.gateway.parts.outcomes.resolver.tick();
  return [first, await client.send('GET', again)];
};

/** Books a trip to its end or to its first refusal. */
const book = async (funnel: Funnel, itinerary: string): Promise<Told[]> => {
  const { client } = funnel;
  const told: Told[] = [];
  const tell = (call: Told[0], answers: readonly Answer[]): Answer | undefined => {
    const [first, ...others] = answers.map(shortOf);
    if (first !== undefined && (answers.length > 1 || !usual.has(first))) told.push([call, first, ...others]);
    const last = answers.at(-1);
    return last?.status === 200 ? last : undefined;
  };
  const opened = tell('Get itinerary', [await client.get(`/itineraries/${itinerary}?pax=1`)]);
  if (opened === undefined) return told;
  const { itineraries } = opened.read(
    z.object({ itineraries: z.array(z.object({ booking_token: z.string() })) }),
  );
  const traveller = { first_name: 'Lan', last_name: 'Tran' };
  const booking_data = {
    email: 'lan.tran@traveller.example',
    mobile_phone: '+61400111222',
    passengers: [traveller],
  };
  const created = await client.post('/bookings', {
    booking_token: itineraries[0]?.booking_token,
    booking_data,
  });
  const reserved = tell('Create', await settled(funnel, created, created.headers.location ?? ''));
  if (reserved === undefined) return told;
  const path = `/bookings/${bodyOf(reserved).id}`;
  const whole = `/v1/demo${path}`;
  const confirmed = await client.post(`${path}/confirm`);
  const approved = tell('Confirm', await settled(funnel, confirmed, whole));
  if (approved === undefined || shortOf(approved) !== '200 approved') return told;
  const ticket = await client.get(`${path}/ticket`);
  if (tell('Ticket', await settled(funnel, ticket, `${whole}/ticket`)) === undefined) return told;
  tell('Cancel', [await client.post(`${path}/cancel`, {})]);
  return told;
};

const staged = timetable.flatMap(({ scenario, key, legs }) =>
  scenario === undefined ? [] : [{ scenario, itinerary: `${key}-${day}-${legs[0].departs}` }],
);

test('there is a trip for every scenario that the page tells of', () => {
  expect(staged.map(({ scenario }) => scenario).toSorted()).toEqual(Object.keys(scenarioAnswers).toSorted());
});

const isTold = (name: string): name is keyof typeof scenarioAnswers => Object.hasOwn(scenarioAnswers, name);

/** It waits on the clock of its gateway, and has one of its own. */
const isLong = ({ scenario }: (typeof staged)[number]): boolean =>
  isTold(scenario) && scenarioAnswers[scenario].some(([, , later]) => later !== undefined);

test.concurrent.for(staged.filter(isLong))('$scenario', async ({ scenario, itinerary }) => {
  const api = await startApi({ timing: { twelveGoTimeoutsMs: { reserve: 500 } } });
  const told = await book({ api, client: api.as('demo') }, itinerary);
  await api.close();
  expect(told).toEqual(isTold(scenario) ? scenarioAnswers[scenario] : undefined);
});

describe('at once', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  test.for(staged.filter((one) => !isLong(one)))('$scenario', async ({ scenario, itinerary }) => {
    const told = await book({ api, client: api.as('demo') }, itinerary);
    expect(told).toEqual(isTold(scenario) ? scenarioAnswers[scenario] : undefined);
  });
});
