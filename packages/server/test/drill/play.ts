/** Plays the incidents one after the other and scores what one command says of each. */
import { startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { type Api, startApi } from '../support/api.ts';
import { impatient } from '../support/lost-writes.ts';
import type { Ground, Incident } from './incident.ts';
import { askOnCall } from './on-call.ts';
import { judge, type Score } from './score.ts';

const quiet = { timing: { ...impatient, outcomeResolver: { everyMs: 3_600_000 } } };

/** Starts what incidents share. */
const prepare = async (): Promise<{ readonly ground: Ground; readonly end: () => Promise<void> }> => {
  const closers: (() => Promise<void>)[] = [];
  const start: Ground['start'] = async (options) => {
    const api = await startApi({ ...quiet, ...options });
    closers.push(() => api.close());
    return api;
  };
  const ground: Ground = {
    blind: await start({ environment: { RESERVE_LOOK_UP: 'none' } }),
    byCart: await start({}),
    start,
    async onRedis(args = []) {
      const server = await startRedisServer({ args });
      closers.push(() => server.remove());
      const environment = { STORE: 'redis', REDIS_URL: server.url };
      const api = await start({ now: Date.now(), environment });
      return { api, redisUrl: server.url, kill: () => server.kill() };
    },
  };
  const end = async (): Promise<void> => {
    for (const close of closers.reverse()) await close();
  };
  return { ground, end };
};

const calm = ({ blind, byCart }: Ground): void => {
  for (const api of [blind, byCart] as readonly Api[]) api.sandbox.scenarios.clear();
};

/** Plays them all. What an incident throws is its own fault, and fails the drill. */
export const playDrill = async (
  incidents: readonly Incident[],
  onScore: (score: Score) => void = () => undefined,
): Promise<readonly Score[]> => {
  const { ground, end } = await prepare();
  const scores: Score[] = [];
  try {
    for (const incident of incidents) {
      calm(ground);
      const clue = await incident.play(ground);
      const score = judge(incident, clue, await askOnCall(clue));
      scores.push(score);
      onScore(score);
    }
    return scores;
  } finally {
    await end();
  }
};
