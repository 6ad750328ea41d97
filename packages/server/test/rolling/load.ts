/** Partners who search at a steady rate, whatever the answers take, and now and then book. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, sendTo } from '../support/api.ts';

const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';
/** Most requests under way: on a machine that is too slow for the rate, the others are not sent, and counted. */
const underWayMax = 64;
/** Every so many searches somebody books. */
const bookingEvery = 200;

/** What was seen: how many answers of each kind, broken connections among them. */
export type Seen = Readonly<Record<string, number>>;

export type Load = {
  /** Ends it, waits for the answers that are under way, and says what was seen. */
  end(): Promise<{ readonly sent: number; readonly seen: Seen }>;
};

type Client = Readonly<Record<'baseUrl' | 'clientId' | 'apiKey', string>>;

/** Another departure each time, so that none is sold out. */
const itineraryOf = (number: number): string => {
  const day = new Date(Date.now() + (20 + ((number / bookingEvery) % 100)) * 86_400_000)
    .toISOString()
    .slice(0, 10);
  return `TH014901tK0Rob00F0kQ2r7M-${day}-07:30`;
};
const bookingData = {
  email: 'mali.chai@traveller.example',
  mobile_phone: '+66811234567',
  passengers: [{ first_name: 'Mali', last_name: 'Chai', country_id: 'AR' }],
};

/** Begins with so many searches a second. */
export const startLoad = ({ baseUrl, clientId, apiKey }: Client, perSecond: number): Load => {
  const seen: Record<string, number> = {};
  const note = (what: string): void => {
    seen[what] = (seen[what] ?? 0) + 1;
  };
  const send = async (what: string, method: string, path: string, body?: object): Promise<Answer> => {
    const headers = {
      'x-api-key': apiKey,
      ...(body && { 'idempotency-key': `rolling-${path}-${Math.random()}` }),
    };
    const answer = await sendTo(baseUrl, method, `/v1/${clientId}${path}`, { headers, body });
    const code = answer.status < 400 ? '' : ` ${/"code":"(\w+)"/.exec(answer.text)?.[1] ?? ''}`;
    note(`${what} ${answer.status}${code}`);
    return answer;
  };
  const book = async (number: number): Promise<void> => {
    const { text } = await send('open', 'GET', `/itineraries/${itineraryOf(number)}?pax=1`);
    const [, booking_token = ''] = /"booking_token":"([^"]+)"/.exec(text) ?? [];
    await send('create', 'POST', '/bookings', { booking_token, booking_data: bookingData });
  };
  const one = (number: number): Promise<unknown> =>
    number % bookingEvery === 0 ? book(number) : send('search', 'GET', search);
  let isOver = false;
  const run = async (): Promise<number> => {
    const under = new Set<Promise<unknown>>();
    const beganMs = performance.now();
    let sent = 0;
    while (!isOver) {
      const due = Math.floor(((performance.now() - beganMs) / 1_000) * perSecond);
      for (; sent < due; sent += 1) {
        if (under.size >= underWayMax) {
          note('not sent');
          continue;
        }
        const asked = one(sent)
          .catch((error: unknown) =>
            note(`broken: ${error instanceof Error ? error.message : String(error)}`),
          )
          .finally(() => under.delete(asked));
        under.add(asked);
      }
      await sleep(5);
    }
    await Promise.all(under);
    return sent;
  };
  const running = run();
  return {
    async end() {
      isOver = true;
      return { sent: await running, seen };
    },
  };
};

/** What partners would have noticed: all but the answers that they want, and what was not asked. */
export const failuresOf = (seen: Seen): Seen =>
  Object.fromEntries(
    Object.entries(seen).filter(([what]) => !/^(search 20[06]|open 200|create 20[02]|not sent)$/.test(what)),
  );
