/** Searches against a gateway that may turn some of them away, and what was seen of it meanwhile. */
import type { LoadResult } from '../load.ts';
import { loadUnjudged } from '../measure.ts';
import { clientId, date, headers } from '../plan.ts';
import type { Gateway } from './scene.ts';

export type Searches = {
  readonly seconds: number;
  /** Without it as fast as they are answered, on eight connections. */
  readonly perSecond?: number | undefined;
  readonly client?: string;
  /** They come from other machines: on the core that they share with Redis, 12go and the bookings they give way. */
  readonly isElsewhere?: boolean;
};

const elsewhereNiceness = 15;

const closedConnections = 8;
/** So many may wait for their answers; each is used every few seconds, or it would be closed. */
const connectionsFor = (perSecond: number): number => Math.min(256, Math.max(4, Math.ceil(3 * perSecond)));

/** Searches for so long. */
export const search = (
  { port }: Pick<Gateway, 'port'>,
  { seconds, perSecond, client = clientId, isElsewhere = false }: Searches,
): Promise<LoadResult> =>
  loadUnjudged(
    {
      port,
      path: `/v1/${client}/itineraries?departure_poi=THBKK&arrival_poi=THKCG&departure_date=${date}&pax=1`,
      headers,
      seconds,
      connections: perSecond === undefined ? closedConnections : connectionsFor(perSecond),
      ...(perSecond !== undefined && { rate: perSecond }),
    },
    isElsewhere ? elsewhereNiceness : 0,
  );

/** The answers by status, such as `200: 412, 503: 1644`. */
export const showStatuses = (statuses: Readonly<Record<string, number>>): string =>
  Object.entries(statuses)
    .map(([status, count]) => `${status}: ${count}`)
    .join(', ');

/** Asks again and again while some work is done; all answers, oldest first. */
export const watch = async <Value>(
  ask: () => Promise<Value>,
  everyMs: number,
  work: () => Promise<unknown>,
): Promise<readonly { readonly atMs: number; readonly value: Value }[]> => {
  const samples: { atMs: number; value: Value }[] = [];
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    ask().then(
      (value) => {
        samples.push({ atMs: Date.now(), value });
        isAsking = false;
      },
      () => {
        isAsking = false;
      },
    );
  }, everyMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return samples;
};
