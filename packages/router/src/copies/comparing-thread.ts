/** The thread that compares answers: a large search takes milliseconds, for which no partner waits. */
import { parentPort } from 'node:worker_threads';
import { type Answer, compareAnswers, type Match, matchOf, type Place } from '@partner-gateway/rollout';

/** Two answers to compare. */
export type Comparing = {
  readonly number: number;
  readonly place: Place;
  readonly old: Answer;
  readonly fresh: Answer;
};

/** What came of it. */
export type Compared = { readonly number: number; readonly match: Match };

parentPort?.on('message', ({ number, place, old, fresh }: Comparing) => {
  const compared: Compared = { number, match: matchOf(place, compareAnswers(place.endpoint, old, fresh)) };
  parentPort?.postMessage(compared);
});
