/** Sends generated requests to a gateway, many at once, and keeps every answer that was not declared. */
import { createOpenApiDocument } from '@partner-gateway/contract/openapi';
import { type Answer, sendTo } from '../../support/api.ts';
import { bangkokData, bangkokTrip, confirm, open, reserve } from '../../support/builders.ts';
import type { FaultWorld } from '../fault-world.ts';
import { answerFaults } from './answer-faults.ts';
import { createRequests, type FuzzRequest, type OpenApi } from './requests.ts';

export type FuzzReport = {
  readonly sent: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** By route, how often each was asked for. */
  readonly routes: Readonly<Record<string, number>>;
  /** Undeclared answers, each in words. */
  readonly faults: readonly string[];
  readonly slowestMs: number;
};

/** Where requests go; a bare URL in a control. */
export type Aim = { readonly baseUrl: string; readonly next: () => FuzzRequest };

const senders = 24;
/** Beyond it the connection may end before the answer was read. */
const bodyLimit = 256 * 1024;

const sent = async (
  baseUrl: string,
  { method, path, headers, body }: FuzzRequest,
): Promise<Answer | string> => {
  try {
    return await sendTo(baseUrl, method, path, { headers, body });
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

/** Codes of requests that Node itself does not send. */
const unsendable: ReadonlySet<string> = new Set([
  'ERR_INVALID_CHAR',
  'ERR_UNESCAPED_CHARACTERS',
  'ERR_HTTP_INVALID_HEADER_VALUE',
]);

/** Sends so many. */
export const fuzz = async ({ baseUrl, next }: Aim, count: number): Promise<FuzzReport> => {
  const [statuses, routes]: [Record<string, number>, Record<string, number>] = [{}, {}];
  const faults: string[] = [];
  let [begun, slowestMs] = [0, 0];
  const sendOne = async (): Promise<void> => {
    const request = next();
    const startedMs = performance.now();
    const answer = await sent(baseUrl, request);
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
    routes[request.route.name] = (routes[request.route.name] ?? 0) + 1;
    const label = `${request.method} ${request.path.slice(0, 100)} ${(request.body ?? '').slice(0, 160)}`;
    if (typeof answer === 'string') {
      const isExcused = unsendable.has(answer) || (request.body?.length ?? 0) > bodyLimit;
      if (!isExcused) faults.push(`${label}: ${answer}`);
      return;
    }
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    for (const fault of answerFaults(request, answer)) faults.push(`${label}: ${answer.status} ${fault}`);
  };
  const send = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await sendOne();
    }
  };
  await Promise.all(Array.from({ length: senders }, send));
  return { sent: begun, statuses, routes, faults, slowestMs: Math.round(slowestMs) };
};

/** Ids and tokens that are good, so that requests get behind the first check. */
const knownOf = async (world: FaultWorld): Promise<(name: string) => readonly unknown[]> => {
  const demo = world.api.as('demo');
  const trips = Array.from({ length: 12 }, () => bangkokTrip());
  const opened = [];
  for (const trip of trips) opened.push((await open(demo, trip)).booking_token);
  const bookings = [(await reserve(demo)).id, (await confirm(demo)).id, (await confirm(demo)).id];
  const good: Readonly<Record<string, readonly unknown[]>> = {
    client_id: ['demo', 'demo', 'demo', 'rival', 'native', 'strict', 'keyless'],
    booking_token: opened,
    booking_id: bookings,
    itinerary_id: trips,
    booking_data: [bangkokData(), bangkokData('Lan'), { ...bangkokData(), passengers: [] }],
    departure_poi: ['VNHAN', 'THBKK'],
    arrival_poi: ['VNSPA', 'THKCG'],
    departures: ['KHPNHOFC'],
    arrivals: ['KHREPOFC'],
    departure_date: ['2027-01-05', '2027-02-11T10:00:00Z'],
    pax: ['1', '2'],
    currency: ['USD', 'THB', 'JPY'],
    locale: ['en', 'th'],
    timeout: ['0'],
    bid: bookings.map((id) => Number(/\d+/.exec(id)?.[0])),
  };
  return (name) => (Object.hasOwn(good, name) ? (good[name] ?? []) : []);
};

/** Aims at a world. */
export const aimAt = async (world: FaultWorld, random: () => number, seed: number): Promise<Aim> => {
  const document = (await createOpenApiDocument()) as unknown as OpenApi;
  const keys = new Map(world.api.clients.map(({ clientId, apiKey }) => [clientId, apiKey]));
  const sources = { random, seed, known: await knownOf(world) };
  return { baseUrl: world.api.baseUrl, next: createRequests(document, sources, keys) };
};
