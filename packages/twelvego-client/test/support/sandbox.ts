/** A listening sandbox with a client on it, and the shortest way through the booking funnel. */
import { createSandbox, type Sandbox, timetable } from '@partner-gateway/sandbox';
import {
  type BookingId,
  type CartId,
  createTwelveGoClient,
  createTwelveGoTransport,
  type ReserveForm,
  type TransportOptions,
  type TwelveGoClient,
  TwelveGoError,
  toLocalDateTime,
  toTripKey,
} from '../../src/index.ts';

export const start = '2026-10-28T09:41:00Z';
export const minuteMs = 60_000;
export const hanoiSapa = 'VN0fSc0fY87jib04V0pW41sL';
export const cebuBohol = 'PH0igu0ihJaIDf09S01mZc8D';

export type Bench = {
  sandbox: Sandbox;
  url: string;
  close: () => Promise<void>;
  clientOf: (key?: string, options?: Partial<TransportOptions>) => TwelveGoClient;
};

/** A frozen sandbox on a socket; the client's waits between attempts take no time. */
export const startBench = async (options: Parameters<typeof createSandbox>[0] = {}): Promise<Bench> => {
  const sandbox = createSandbox({ now: start, frozen: true, ...options });
  const { url, close } = await sandbox.listen();
  const clientOf: Bench['clientOf'] = (key = 'sandbox-key', more = {}) =>
    createTwelveGoClient(
      createTwelveGoTransport({ baseUrl: url, recheckHosts: [url], sleep: () => Promise.resolve(), ...more }),
      key,
    );
  return { sandbox, url, close, clientOf };
};

/** The trip query of a fare on a day. */
export const queryOf = (key: string, date = '2026-12-05', seats = 2) => {
  const trip = timetable.find((candidate) => candidate.fares.some((fare) => fare.key === key));
  if (trip === undefined) throw new TypeError('no such trip');
  return { tripKey: toTripKey(key), departure: toLocalDateTime(`${date} ${trip.legs[0].departs}`), seats };
};

/** The staged trip of a scenario. */
export const stagedKey = (scenario: string): string =>
  timetable.find((trip) => trip.scenario === scenario)?.key ?? '';

/** Answers that satisfy the forms of the documented trips and of the staged ones. */
export const answersFor = (key: string, seats = 2, first: Record<string, string> = {}): ReserveForm => {
  const form = new Map<string, string | number | boolean>([
    ['contact[mobile]', '+61400111222'],
    ['contact[email]', 'lan.tran@traveller.example'],
    ['seats', seats],
  ]);
  if (key === hanoiSapa) form.set(`points[${key}][pickup]`, 'oldq');
  for (let index = 0; index < seats; index += 1) {
    const own = {
      first_name: 'Lan',
      last_name: 'Tran',
      country_id: 'AU',
      id_type: '0',
      id_no: 'P1234567A',
      dob: '1991-03-09',
    };
    for (const [name, value] of Object.entries({ ...own, ...(index === 0 ? first : {}) }))
      form.set(`passenger[${index}][${name}]`, value);
  }
  return form;
};

export const reserved = async (
  client: TwelveGoClient,
  key = hanoiSapa,
  first: Record<string, string> = {},
  date?: string,
): Promise<{ cartId: CartId; bid: BookingId }> => {
  const cartId = await client.addToCart(queryOf(key, date));
  return { cartId, bid: await client.reserve(cartId, answersFor(key, 2, first)) };
};

export const confirmed = async (
  client: TwelveGoClient,
  key = hanoiSapa,
  first: Record<string, string> = {},
  date?: string,
): Promise<BookingId> => {
  const { bid } = await reserved(client, key, first, date);
  return await client.confirm(bid);
};

export const failureOf = async (call: Promise<unknown>): Promise<TwelveGoError> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!TwelveGoError.isInstance(error)) throw new Error('expected a TwelveGoError', { cause: error });
  return error;
};
