/** Two gateways in processes of their own over one Redis that is poisoned, killed and flushed, and stories of carts that judge them. */
import { type RedisServer, startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { portOf } from '../../../write-guard/test/support/replica-set.ts';
import { createStory, type Story } from '../outage/story.ts';
import { type OutageWorld, startOutageWorld } from '../outage/world.ts';
import { eventually } from './eventually.ts';
import { type FaultProxy, startFaultProxy } from './tcp-fault-proxy.ts';

export type RedisWorld = {
  readonly world: OutageWorld;
  readonly server: RedisServer;
  /** Between the gateways and Redis. */
  readonly link: FaultProxy;
  /** Stories of this case: as many carts, half of them with a key. */
  begin(count: number): Promise<readonly Story[]>;
  /** Everything up again, and a cart booked. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

/** Starts them on times that are some tens of times faster than in production. */
export const startRedisWorld = async (random: () => number): Promise<RedisWorld> => {
  const [server, journal] = await Promise.all([startRedisServer(), startRedisServer()]);
  const link = await startFaultProxy(portOf(server), random);
  const world = await startOutageWorld({
    lookUp: 'by_cart',
    redisPorts: [link.port, link.port],
    journalUrl: `${journal.url}/1`,
    times: 'scaled',
  });
  /** A gateway that was stopped turns searches away for a moment. */
  const opened = (story: Story): Promise<unknown> =>
    eventually(
      () => story.open(0).then(() => undefined, String),
      (refusal) => refusal === undefined,
      { everyMs: 100 },
    );
  const booked = async (): Promise<void> => {
    for (let tries = 0; ; tries += 1) {
      const story = createStory(world, true);
      await opened(story);
      if ((await story.askUntilFinal(0, 10_000)).status === 200) return;
      if (tries > 20) throw new Error(`no cart can be booked: ${JSON.stringify(story.asked)}`);
    }
  };
  await booked();
  return {
    world,
    server,
    link,
    async begin(count) {
      const stories = Array.from({ length: count }, (_, index) => createStory(world, index % 2 === 0));
      await Promise.all(stories.map(opened));
      return stories;
    },
    async reset() {
      server.resume();
      for (const { process } of world.gateways) process().resume();
      await link.heal();
      await booked();
    },
    async close() {
      await world.close();
      await link.close();
      for (const one of [server, journal]) await one.remove();
    },
  };
};
