/** A case of the fault suite: what is done to the gateway, and what has to be seen of it. */
import type { FaultWorld, WorldOptions } from './fault-world.ts';
import type { Invariant } from './invariants.ts';
import type { RedisWorld } from './redis-world.ts';

export const groups = [
  'upstream',
  'toxics',
  'hostile answers',
  'redis',
  'outages',
  'gateway',
  'clocks',
  'tokens',
  'neighbours',
  'http',
  'fuzz',
  'limits',
  'control',
] as const;

/** What was seen when it went as expected; a figure is how often, how many or how long. */
export type Seen = { readonly seen: string; readonly figure?: string };

/** What a case stands on: worlds that are shared or its own, and chance that repeats with the seed. */
export type Ground = {
  readonly random: () => number;
  readonly seed: number;
  /** How many requests the fuzzer sends. */
  readonly fuzzed: number;
  /** The gateway in this process that the cases share, as new. */
  world(): Promise<FaultWorld>;
  /** A gateway in this process of the case's own. */
  ownWorld(options?: WorldOptions): Promise<FaultWorld>;
  /** Two gateways in processes of their own over one Redis, which the cases share. */
  redisWorld(): Promise<RedisWorld>;
  /** Has something closed after the case. */
  closeAfter(close: () => Promise<unknown>): void;
};

export type FaultCase = {
  /** As the plan names it: `U5`, `R9`; a letter behind it for one of several. */
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  readonly group: (typeof groups)[number];
  /** `quick` in `npm test`, `slow` in `npm run test:slow`, `elsewhere` for what another slow test file runs. */
  readonly speed: 'quick' | 'slow' | 'elsewhere';
  /** What the gateway has to learn first; such a case is listed and not run. */
  readonly awaits?: string;
  /** Promises that an assumption's own breach breaks here, as is documented. */
  readonly excused?: readonly Invariant[];
  /** @throws Error when it did not go as expected */
  run(ground: Ground): Promise<Seen>;
};

/** The cases of a group: their ids and titles in front, what they share behind. */
export const casesOf = (
  shared: Pick<FaultCase, 'group' | 'speed'>,
  cases: readonly (Omit<FaultCase, 'group' | 'speed'> & Partial<Pick<FaultCase, 'speed'>>)[],
): readonly FaultCase[] => cases.map((one) => ({ ...shared, ...one }));
