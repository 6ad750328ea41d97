/**
 * The thread that asks for copies and compares answers: a large search takes milliseconds, for which no partner waits. It gives
 * way to the thread that partners wait for.
 */
import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type Answer, compareAnswers, type Match, matchOf, type Place } from '@partner-gateway/rollout';
import type { Kept } from './capture.ts';
import { decode } from './decode.ts';

/** A read, as the gateway is asked for it. */
export type CopiedRead = {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly timeoutMs: number;
};

/** What there is to do: two answers to compare, or one to be held against what the gateway says. */
export type Work = { readonly number: number; readonly place: Place } & (
  | { readonly old: Answer; readonly fresh: Answer }
  | { readonly kept: Kept; readonly read: CopiedRead }
);

/** What the gateway said to a copy, and what the answers have in common. */
export type Copied = { readonly status: number; readonly ms: number; readonly match: Match };

/** What came of it; `unread` when the old answer has no text. */
export type Done = { readonly number: number } & (
  | { readonly match: Match }
  | { readonly copied: Copied | 'unread' }
  | { readonly failed: string }
);

const compare = (place: Place, old: Answer, fresh: Answer): Match =>
  matchOf(place, compareAnswers(place.endpoint, old, fresh));

const ask = async ({ url, headers, timeoutMs }: CopiedRead): Promise<Answer> => {
  const response = await fetch(url, {
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, text: await response.text() };
};

const copy = async (place: Place, kept: Kept, read: CopiedRead): Promise<Copied | 'unread'> => {
  const old = await decode(kept);
  if (old === undefined) return 'unread';
  const startMs = performance.now();
  const fresh = await ask(read);
  const ms = performance.now() - startMs;
  return { status: fresh.status, ms, match: compare(place, old, fresh) };
};

const doing = async (work: Work): Promise<Done> => {
  const { number, place } = work;
  try {
    if ('old' in work) return { number, match: compare(place, work.old, work.fresh) };
    return { number, copied: await copy(place, work.kept, work.read) };
  } catch (error) {
    return { number, failed: error instanceof Error ? error.name : 'unknown' };
  }
};

/** Only Linux names its threads and lets each have a priority. */
const giveWay = (): void => {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), constants.priority.PRIORITY_LOW);
  } catch {
    // It runs beside the others then.
  }
};

if (parentPort !== null) giveWay();
parentPort?.on('message', (work: Work) => void doing(work).then((done) => parentPort?.postMessage(done)));
