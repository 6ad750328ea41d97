/** A hundred thousand notifications without credentials: the write guard's database does not move, and creates go on. */
import { expect, test } from 'vitest';
import {
  expectUnmovedByFlood,
  startOn,
  startRedis,
  stopAfterEach,
  withRedis,
} from '../support/redis-gateway.ts';

stopAfterEach();

const datasetOf = (url: string): Promise<number> =>
  withRedis(url, async (redis) =>
    Number(/^used_memory_dataset:(\d+)/m.exec(await redis.info('memory'))?.[1]),
  );

test('100,000 notifications from strangers leave the write guard as it is', async () => {
  const [guard, journal] = await Promise.all([startRedis(), startRedis()]);
  const api = await startOn({ REDIS_URL: guard.url, JOURNAL_REDIS_URL: `${journal.url}/1` });
  const datasetBefore = await datasetOf(journal.url);
  const report = await expectUnmovedByFlood(api, guard.url, 100_000);
  const grewBy = (await datasetOf(journal.url)) - datasetBefore;
  console.info(JSON.stringify({ ...report, journalGrewBy: grewBy }));
  // Two stories for each booking, and nothing for the strangers.
  expect(grewBy).toBeLessThan(1_000_000 + (report.creates + 10) * 12_000);
});
