/** What is said where no story tells: 12go cannot be read, the stores are away, or nothing is known at all. */
import { lastAttempt } from '../attempt.ts';
import type { Finding } from '../cause.ts';
import type { Cause } from '../causes/causes.ts';
import type { Evidence } from '../evidence.ts';
import { attemptSentences, isCode } from '../words.ts';
import { causeOfCode } from './by-code.ts';

const lastExecuted = ({ timeline }: Evidence): string[] => {
  const answer = timeline?.findLast(({ step }) => step === 'answer');
  if (answer === undefined) return [];
  const { operation, status } = answer.detail;
  return [`Before that the last ${operation} was answered ${status}, at ${answer.at}.`];
};

const ofReading = (evidence: Evidence): Finding<Cause> | undefined => {
  const { reading } = evidence;
  if (typeof reading !== 'object') return undefined;
  const { failed, kind } = reading;
  const failure = kind === undefined ? undefined : { kind };
  return {
    cause: isCode(failed) ? causeOfCode(failed, { failure }) : 'upstream_failing',
    certainty: 'certain',
    evidence: [
      `12go was read for this just now: ${[failed, kind].filter(Boolean).join(', ')}.`,
      ...lastExecuted(evidence),
    ],
  };
};

const isDown = ({ checks }: Evidence, name: string): boolean =>
  checks.some((check) => check.name === name && check.status === 'down');

const ofStores = (evidence: Evidence): Finding<Cause> | undefined => {
  if (evidence.timeline !== null || !isDown(evidence, 'store')) return undefined;
  return { cause: 'store_down', certainty: 'likely', evidence: ['Neither journal nor guard can be read.'] };
};

/** What was executed and is not known there went wrong with 12go, or with the key that it is asked under. */
const ofVanished = (evidence: Evidence): Finding<Cause> | undefined => {
  const attempt = lastAttempt(evidence, 'reserve');
  if (attempt?.outcome !== 'executed') return undefined;
  if (evidence.reading !== 'unknown_there')
    return { cause: 'unknown', certainty: 'unknown', evidence: attemptSentences(attempt) };
  return {
    cause: 'unknown_at_12go',
    certainty: 'certain',
    evidence: [...attemptSentences(attempt), '12go was asked for the booking just now, and answered 404.'],
  };
};

const ofCart = ({ timeline, names, booking }: Evidence): Finding<Cause> | undefined => {
  if (booking !== undefined || names.cart === undefined || timeline === null || timeline.length === 0)
    return undefined;
  return {
    cause: 'not_reserved',
    certainty: 'likely',
    evidence: ['The story of the cart has no create that was answered.'],
  };
};

/** Always finds something, if only that nothing is known. */
export const findAround = (evidence: Evidence): Finding<Cause> =>
  ofReading(evidence) ??
  ofStores(evidence) ??
  ofVanished(evidence) ??
  ofCart(evidence) ?? { cause: 'unknown', certainty: 'unknown', evidence: [] };
