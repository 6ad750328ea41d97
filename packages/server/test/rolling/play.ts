/** Rolling restarts of three gateways over one Redis, behind HAProxy and under load. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { startApi } from '../support/api.ts';
import { besideSettings } from '../support/beside-settings.ts';
import { freePort } from '../support/free-port.ts';
import { startHaproxy } from './haproxy.ts';
import { type Seen, startLoad } from './load.ts';
import { openSlot, type Slot } from './slot.ts';

export type Rolled = {
  readonly restarts: number;
  readonly sent: number;
  readonly seen: Seen;
  readonly seconds: number;
  /** What the balancer logged. */
  readonly logged: readonly string[];
};

type Plan = {
  /** How often each gateway is restarted. */
  readonly rounds: number;
  readonly perSecond: number;
  readonly tell?: (line: string) => void;
};

/** Tokens of a store's first seconds are not covered by its memory. */
const memoryMs = 3_100;
/** The balancer takes one in after two good answers. */
const takenInMs = 1_500;

/** Plays so many rounds; every gateway but one serves at any time. */
export const playRolling = async ({ rounds, perSecond, tell = () => {} }: Plan): Promise<Rolled> => {
  const closers: (() => unknown)[] = [];
  try {
    const api = await startApi({ now: Date.now() });
    closers.push(() => api.close());
    const redis = await startRedisServer();
    closers.push(() => redis.remove());
    const environment = {
      ...besideSettings(api.config),
      REDIS_URL: redis.url,
      LOG_LEVEL: 'silent',
      DRAIN_SECONDS: '5',
      TWELVEGO_CALLS_PER_MIN: '10000000',
      TWELVEGO_CONNECTIONS: '300',
      TWELVEGO_SEARCH_CONNECTIONS: '250',
      // A machine that does all of this at once is slow without being overloaded.
      SHED_SEARCH_DELAY_MS: '5000',
      SHED_ALL_DELAY_MS: '9000',
    };
    const addresses = [
      `127.0.0.1:${await freePort()}`,
      `127.0.0.1:${await freePort()}`,
      `127.0.0.1:${await freePort()}`,
    ];
    const slots: Slot[] = [];
    for (const address of addresses) {
      const slot = await openSlot(`http://${address}`, environment);
      slots.push(slot);
      closers.push(() => slot.kill());
    }
    const haproxy = await startHaproxy(addresses);
    closers.push(() => haproxy.close());
    await sleep(memoryMs);
    const [client] = api.clients;
    if (client === undefined) throw new Error('there is a client');
    const load = startLoad({ ...client, baseUrl: haproxy.url }, perSecond);
    const beganMs = performance.now();
    for (let round = 1; round <= rounds; round += 1) {
      for (const slot of slots) {
        await slot.restart();
        await sleep(takenInMs);
      }
      tell(`round ${round} of ${rounds}`);
    }
    const { sent, seen } = await load.end();
    const seconds = (performance.now() - beganMs) / 1_000;
    return { restarts: rounds * slots.length, sent, seen, seconds, logged: haproxy.lines() };
  } finally {
    for (const close of closers.reverse()) await close();
  }
};
