/** 12go as a version of the gateway sees it: it takes its time for a search, and may break one of so many. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, sendTo } from '../../packages/server/test/support/api.ts';
import { type Recorder, startRecorder } from '../../packages/server/test/support/recorder.ts';

type Habit = {
  /** What a search takes, in milliseconds. */
  readonly ms: number;
  /** Every so many searches one answer cannot be read. Default: none. */
  readonly breaksEvery?: number;
};

/** Starts it in front of the sandbox. */
export const startNeighbour = async (
  { sandboxUrl }: Api,
  { ms, breaksEvery = Number.POSITIVE_INFINITY }: Habit,
): Promise<Recorder> => {
  const recorder = await startRecorder();
  recorder.forwardTo(sandboxUrl);
  let searches = 0;
  recorder.answer((method, url) => {
    if (method !== 'GET' || !url.includes('/search/')) return undefined;
    searches += 1;
    const isBroken = searches % breaksEvery === 0;
    return async (response) => {
      await sleep(ms);
      const { status, text } = await sendTo(sandboxUrl, method, url);
      response.writeHead(status, { 'content-type': 'application/json' }).end(isBroken ? '<html>' : text);
    };
  });
  return recorder;
};
