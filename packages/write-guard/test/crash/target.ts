/** What a crash run has to know of the thing it tries: how its processes start, how a cart is booked, what came of it. */
import type { Patience } from './patience.ts';
import type { Running } from './processes.ts';
import type { RedisSet } from './redis-set.ts';
import type { Told } from './verdicts.ts';

/** Where a target is set up, and how it is to go wrong. */
export type Ground = {
  readonly redis: RedisSet;
  readonly processes: number;
  /** Of the calls to the other side, how many go wrong. */
  readonly faultShare: number;
  readonly seed: number;
};

export type Buyer = {
  /** Any process, as a load balancer would pick it. */
  readonly baseUrl: () => string;
  readonly random: () => number;
  readonly patience: Patience;
};

export type CrashTarget = {
  /** What the durations of the run are multiplied by; 1 suits leases of about a second. */
  readonly timeScale: number;
  /** Who books through it. */
  readonly clientIds: readonly string[];
  /** Starts the process that belongs to a link; its `baseUrl` is where it says that it listens. */
  startProcess(index: number): Promise<Running>;
  /** Books one cart, and asks until it is told how that ended. */
  bookOne(cart: number, buyer: Buyer): Promise<Told>;
  /** How often each cart was executed, once its processes are dead and nothing is on its way any more. */
  executions(): Promise<ReadonlyMap<string, number>>;
  /** How many calls went wrong on purpose, by what they were. */
  faults(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
};

export type StartTarget = (ground: Ground) => Promise<CrashTarget>;
