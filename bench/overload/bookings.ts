/** Bookings at a steady rate: an itinerary opened, created and confirmed, each write with a key of its own. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { apiKey, clientId } from '../plan.ts';

type Answer = { readonly status: number; readonly body: string; readonly ms: number };

const agent = new Agent({ keepAlive: true, maxSockets: 512 });

const call = (port: number, path: string, body?: object): Promise<Answer> =>
  new Promise((resolve) => {
    const startedMs = performance.now();
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      'x-api-key': apiKey,
      'idempotency-key': randomUUID(),
      ...(text !== undefined && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      }),
    };
    const end = (status: number, body: string) =>
      resolve({ status, body, ms: performance.now() - startedMs });
    const method = path.startsWith('/itineraries') ? 'GET' : 'POST';
    const target = { host: '127.0.0.1', port, method, path: `/v1/${clientId}${path}`, headers, agent };
    const outgoing = request(target, (response) => {
      let received = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        received += chunk;
      });
      response.once('end', () => end(response.statusCode ?? 0, received));
    });
    outgoing.once('error', () => end(0, ''));
    outgoing.end(text);
  });

let carts = 0;
/** Bangkok to Koh Chang on one of a hundred days. */
const nextItinerary = (): string => {
  carts += 1;
  const day = new Date(Date.now() + (20 + (carts % 100)) * 86_400_000).toISOString().slice(0, 10);
  return `TH014901tK0Rob00F0kQ2r7M-${day}-07:30`;
};

/** What became of the steps, by step and status. */
export type Tally = { readonly steps: Record<string, number>; readonly createMs: number[] };

const note = ({ steps }: Tally, step: string, { status, body }: Answer): void => {
  const code = status < 300 ? '' : ` ${/"code":"(\w+)"/.exec(body)?.[1] ?? ''}`;
  const name = `${step} ${status}${code}`;
  steps[name] = (steps[name] ?? 0) + 1;
};

/** Opens an itinerary. */
export const open = async (port: number, tally: Tally): Promise<string | undefined> => {
  const opened = await call(port, `/itineraries/${nextItinerary()}?pax=1`);
  note(tally, 'itinerary', opened);
  if (opened.status !== 200) return undefined;
  const { itineraries } = JSON.parse(opened.body) as { itineraries: readonly { booking_token: string }[] };
  return itineraries[0]?.booking_token;
};

/** Creates; the id of the booking when there is one. */
export const create = async (port: number, token: string, tally: Tally): Promise<string | undefined> => {
  const created = await call(port, '/bookings', {
    booking_token: token,
    booking_data: {
      email: 'mali.chai@traveller.example',
      mobile_phone: '+66811234567',
      passengers: [{ first_name: 'Mali', last_name: 'Chai', country_id: 'AR' }],
    },
  });
  note(tally, 'create', created);
  if (created.status !== 200) return undefined;
  tally.createMs.push(created.ms);
  return (JSON.parse(created.body) as { id: string }).id;
};

const book = async (port: number, tally: Tally): Promise<void> => {
  const token = await open(port, tally);
  const id = token === undefined ? undefined : await create(port, token, tally);
  if (id === undefined) return;
  note(tally, 'confirm', await call(port, `/bookings/${id}/confirm`));
};

/** Begins `perSecond` works a second for so long, and waits for all of them. */
export const atRate = async (
  perSecond: number,
  seconds: number,
  work: () => Promise<unknown>,
): Promise<void> => {
  const startedMs = performance.now();
  const begun: Promise<unknown>[] = [];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    await sleep(Math.max(0, startedMs + (number * 1_000) / perSecond - performance.now()));
    begun.push(work());
  }
  await Promise.all(begun);
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN;

/** What a run of bookings was like. */
export type Booked = {
  readonly asked: number;
  readonly confirmed: number;
  readonly steps: Readonly<Record<string, number>>;
  readonly createP50Ms: number;
  readonly createP99Ms: number;
};

/** Books at a rate. */
export const bookAtRate = async (port: number, perSecond: number, seconds: number): Promise<Booked> => {
  const tally: Tally = { steps: {}, createMs: [] };
  await atRate(perSecond, seconds, () => book(port, tally));
  return {
    asked: Math.ceil(perSecond * seconds),
    confirmed: tally.steps['confirm 200'] ?? 0,
    steps: tally.steps,
    createP50Ms: quantile(tally.createMs, 0.5),
    createP99Ms: quantile(tally.createMs, 0.99),
  };
};
