/** Funnels through two gateways while everything that can be rotated is: not one of them may fail. */
import { bookThroughFunnel, type Funnel } from './funnel.ts';
import { first, key, type Place, startPlace } from './place.ts';

export type RotationReport = {
  readonly funnels: number;
  /** What was answered instead, of those that failed. */
  readonly failed: readonly string[];
  readonly steps: readonly string[];
  /** Calls of 12go with a key that had been withdrawn. */
  readonly refusedByTwelveGo: number;
  readonly seconds: number;
};

type Hands = Place & {
  /** From now on the partner calls with this key. */
  callWith(apiKey: string): void;
  /** From now on the partner's funnels go here; undefined for both. */
  moveTo(index: 0 | 1 | undefined): void;
};

type Step = readonly [name: string, take: (hands: Hands) => unknown];

const [second, third] = [key('k2', 2), key('k3', 3)];
const next = { client: 'gwk_second', twelveGo: '12go-second', redis: 'second' };

/** Both take it over, one after the other: between two steps they are one step apart. */
const reloads: readonly Step[] = ([0, 1] as const).map((index) => [
  `gateway ${index} reads`,
  async ({ reload }) => {
    if (!(await reload(index))) throw new Error(`gateway ${index} took nothing over`);
  },
]);

/** In the order of the runbooks; what needs that nobody holds an old thing any more comes late. */
const steps: readonly Step[] = [
  ['sealing: k2 is known', (hands) => hands.writeSealingKeys([first.sealing, second])],
  ...reloads,
  ['sealing: k2 seals', (hands) => hands.writeSealingKeys([second, first.sealing])],
  ...reloads,
  ['client: two keys', (hands) => hands.writeClientKeys([first.client, next.client])],
  ...reloads,
  ['client: calls with the new one', (hands) => hands.callWith(next.client)],
  ['the client moves to gateway 1', (hands) => hands.moveTo(1)],
  ['12go: two keys', (hands) => hands.door.opens.add(next.twelveGo)],
  ['12go: the new one', (hands) => hands.writeTwelveGoKey(next.twelveGo)],
  ...reloads,
  ['the client moves to gateway 0', (hands) => hands.moveTo(0)],
  ['client: the old key ends', (hands) => hands.writeClientKeys([next.client])],
  ...reloads,
  ['redis: two passwords', (hands) => hands.ruleRedis(`>${next.redis}`)],
  ['redis: the new one', (hands) => hands.writeRedisPassword(next.redis)],
  ...reloads,
  ['the client is at both', (hands) => hands.moveTo(undefined)],
  ['12go: the old key ends', (hands) => hands.door.opens.delete(first.twelveGo)],
  ['redis: the old password ends', (hands) => hands.ruleRedis(`<${first.redis}`)],
  ['sealing: k3 is known', (hands) => hands.writeSealingKeys([second, first.sealing, third])],
  ...reloads,
];

/** A step each time that so many funnels more are done. */
const takeSteps = (hands: Hands, total: number) => {
  const taken: string[] = [];
  let taking: Promise<unknown> = Promise.resolve();
  return {
    taken,
    due(done: number): void {
      for (
        let index = taken.length;
        index < steps.length && ((index + 1) * total) / (steps.length + 2) <= done;
        index += 1
      ) {
        const [name, take] = steps[index] ?? ['', () => undefined];
        taken.push(name);
        taking = taking.then(() => take(hands));
        taking.catch(() => {}); // told by `all`
      }
    },
    all: () => taking,
  };
};

/**
 * Plays it.
 *
 * @throws when a gateway did not take a step over
 */
export const rotationRun = async (funnels: number, side = 12): Promise<RotationReport> => {
  const startedMs = performance.now();
  const place = await startPlace();
  try {
    let [apiKey, only, begun]: [string, 0 | 1 | undefined, number] = [first.client, undefined, 0];
    const hands: Hands = {
      ...place,
      callWith: (changed) => {
        apiKey = changed;
      },
      moveTo: (index) => {
        only = index;
      },
    };
    const taking = takeSteps(hands, funnels);
    const failed: string[] = [];
    let done = 0;
    const partner = async (): Promise<void> => {
      while (begun < funnels) {
        begun += 1;
        const number = begun;
        const funnel: Funnel = {
          number,
          clientId: place.clientId,
          apiKey: () => apiKey,
          baseUrl: (call) => place.gateways[only ?? ((number + call) % 2 === 0 ? 0 : 1)].baseUrl,
        };
        const failure = await bookThroughFunnel(funnel);
        if (failure !== undefined) failed.push(failure);
        done += 1;
        taking.due(done);
      }
    };
    await Promise.all(Array.from({ length: side }, partner));
    await taking.all();
    await place.cutRedis();
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    return { funnels, failed, steps: taking.taken, refusedByTwelveGo: place.door.refused(), seconds };
  } finally {
    await place.close();
  }
};
