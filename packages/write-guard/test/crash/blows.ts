/** The blows of a crash run: which there are, when each falls, and how it is struck. */
import type { Crew } from './processes.ts';
import type { RedisSet } from './redis-set.ts';

/**
 * `partition` is of one process, silent or refused; `failover` leaves the first process with the old primary for a while; `reshard`
 * moves records within a cluster.
 */
export type Blow = 'kill' | 'redis-kill' | 'flush' | 'stall' | 'partition' | 'failover' | 'reshard';

/** How many of each. */
export type Blows = Readonly<Partial<Record<Blow, number>>>;

/** Where in its share of the carts a blow falls, so that two kinds do not fall together. */
const phases: readonly (readonly [Blow, number])[] = [
  ['kill', 0.3],
  ['redis-kill', 0.4],
  ['flush', 0.8],
  ['stall', 0.5],
  ['partition', 0.6],
  ['failover', 0.7],
  ['reshard', 0.9],
];

/** The blows of a run, evenly spread over its carts: each falls when that many carts are done. */
export const planBlows = (carts: number, blows: Blows): { blow: Blow; at: number }[] =>
  phases
    .flatMap(([blow, phase]) => {
      const times = blows[blow] ?? 0;
      return Array.from({ length: times }, (_, index) => ({ blow, at: ((index + phase) * carts) / times }));
    })
    .sort((one, two) => one.at - two.at);

/** What a blow hits: the process in one place, or the Redis of all. */
export type Struck = {
  readonly redis: RedisSet;
  readonly crew: Crew;
  readonly index: number;
  /** Whose records are hit. */
  readonly clientId: string;
  readonly timeScale: number;
};

/** Strikes; resolves when what was struck is up again. */
export const strike = (
  blow: Blow,
  { redis, crew, index, clientId, timeScale }: Struck,
  random: () => number,
): Promise<unknown> => {
  switch (blow) {
    case 'kill':
      return crew.replace(index);
    case 'redis-kill':
      return redis.kill(clientId);
    case 'flush':
      return redis.flush(clientId);
    case 'stall':
      return redis.stall(clientId, (200 + 3_800 * random()) * timeScale);
    case 'partition':
      return redis.partition(index, {
        ms: (500 + 2_500 * random()) * timeScale,
        isSilent: random() < 0.5,
      });
    case 'failover':
      return redis.failOver(clientId, 1_000 * timeScale);
    case 'reshard':
      return redis.reshard(clientId);
  }
};
