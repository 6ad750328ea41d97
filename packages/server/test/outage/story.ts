/** One cart through an outage: asked for at any gateway, every answer held against what 12go had done when it came. */
import { randomUUID } from 'node:crypto';
import { bangkokData } from '../support/builders.ts';
import type { OutageWorld } from './world.ts';

export type Asked = {
  readonly at: number;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly outcome: string | null;
  /** Reserves of the cart once the answer was there. */
  readonly executions: number;
};

export type Story = {
  readonly isKeyed: boolean;
  readonly asked: readonly Asked[];
  /** Opens the itinerary at a gateway; its token is this story's. */
  open(gateway: number): Promise<void>;
  /** The create, the same each time; undefined is no answer in time. */
  ask(gateway: number, limitMs?: number): Promise<Asked>;
  /** Asks until a final answer, at most so long. */
  askUntilFinal(gateway: number, limitMs: number): Promise<Asked>;
  /** What was broken: nothing, or each in words. */
  faults(): Promise<readonly string[]>;
};

/** Refusals after which a token is never executed. */
const finalCodes: ReadonlySet<string | undefined> = new Set([
  'reserve_not_executed',
  'booking_token_stale',
  'booking_token_expired',
  'trip_unavailable',
  'already_reserved',
]);

let days = 0;
const nextItinerary = (): string => {
  days += 1;
  const day = new Date(Date.now() + (20 + (days % 300)) * 86_400_000).toISOString().slice(0, 10);
  return `TH014901tK0Rob00F0kQ2r7M-${day}-07:30`;
};

const isFinal = ({ status, code }: Asked): boolean => status === 200 || finalCodes.has(code);

/** What one answer says that was not so. */
const lieOf = ({ status, outcome, code, executions }: Asked): string | undefined => {
  if ((status === 200 || outcome === 'executed') && executions === 0)
    return `${status} ${code}: executed, but was not`;
  if (outcome === 'not_executed' && executions > 0) return `${status} ${code}: not executed, but was`;
  if (status !== undefined && outcome === null) return `${status} ${code}: no outcome`;
  return undefined;
};

/** Begins a story. */
export const createStory = (world: OutageWorld, isKeyed: boolean): Story => {
  const itineraryId = nextItinerary();
  const key = `key-${randomUUID()}`;
  const asked: Asked[] = [];
  let token = '';
  const base = { 'x-api-key': world.apiKey };
  const urlOf = (gateway: number, path: string): string =>
    `${world.gateways[gateway]?.url() ?? ''}/v1/${world.clientId}${path}`;

  const ask = async (gateway: number, limitMs = 20_000): Promise<Asked> => {
    const body = JSON.stringify({ booking_token: token, booking_data: bangkokData() });
    const headers = {
      ...base,
      'content-type': 'application/json',
      ...(isKeyed ? { 'idempotency-key': key } : {}),
    };
    let answer: Pick<Asked, 'status' | 'code' | 'outcome'> = {
      status: undefined,
      code: undefined,
      outcome: null,
    };
    try {
      const signal = AbortSignal.timeout(limitMs);
      const response = await fetch(urlOf(gateway, '/bookings'), { method: 'POST', headers, body, signal });
      const text = await response.text();
      const { code } = (text === '' ? {} : JSON.parse(text)) as { code?: string };
      answer = { status: response.status, code, outcome: response.headers.get('x-outcome') };
    } catch {
      // No answer: the connection ended, or the client had to go.
    }
    const one = { at: gateway, ...answer, executions: await world.executions(world.cartOf(token)) };
    asked.push(one);
    return one;
  };

  return {
    isKeyed,
    asked,
    async open(gateway) {
      const response = await fetch(urlOf(gateway, `/itineraries/${itineraryId}?pax=1`), { headers: base });
      const text = await response.text();
      const { itineraries } = JSON.parse(text) as { itineraries?: readonly { booking_token: string }[] };
      if (itineraries?.[0] === undefined)
        throw new Error(`get itinerary answered ${response.status} ${text}`);
      token = itineraries[0].booking_token;
    },
    ask,
    async askUntilFinal(gateway, limitMs) {
      const giveUpAtMs = performance.now() + limitMs;
      for (;;) {
        const one = await ask(gateway);
        if (isFinal(one) || performance.now() > giveUpAtMs) return one;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    },
    async faults() {
      const executions = await world.executions(world.cartOf(token));
      const lies = asked.flatMap((one) => lieOf(one) ?? []);
      const deniedForGood = asked.some(
        (one) => finalCodes.has(one.code) && one.outcome === 'not_executed' && executions > 0,
      );
      return [
        ...(executions > 1 ? [`booked ${executions} times`] : []),
        ...(deniedForGood ? ['said for good that it was not executed, and it was'] : []),
        ...lies,
      ];
    },
  };
};
