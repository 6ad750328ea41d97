/** The last scrapes of the instance, read every few seconds while somebody looks. */
import { useEffect, useState } from 'preact/hooks';
import { type OpsRefusal, toRefusal } from '../ops/ask.ts';
import { repeated } from '../ops/repeated.ts';
import { useSession } from '../ops/session-context.ts';
import type { Scrape } from './differences.ts';
import { samplesIn } from './prometheus.ts';

export const everyMs = 5_000;

/** Ten minutes of them. */
const keptMax = 121;

export type Scrapes = {
  /** The oldest first. */
  readonly scrapes: readonly Scrape[];
  readonly refusal: OpsRefusal | undefined;
};

/** Reads them. */
export const useScrapes = (isPaused: boolean): Scrapes => {
  const session = useSession();
  const [scrapes, setScrapes] = useState<readonly Scrape[]>([]);
  const [refusal, setRefusal] = useState<OpsRefusal>();
  useEffect(() => {
    if (isPaused) return;
    return repeated(async (signal) => {
      try {
        const samples = samplesIn(await session.askText('/metrics', { signal }));
        setScrapes((before) => [...before, { atMs: Date.now(), samples }].slice(-keptMax));
        setRefusal(undefined);
      } catch (error) {
        if (!signal.aborted) setRefusal(toRefusal(error));
      }
    }, everyMs);
  }, [session, isPaused]);
  return { scrapes, refusal };
};
