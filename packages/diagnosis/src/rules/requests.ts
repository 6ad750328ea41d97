/** Why a request failed that is no part of a booking's story, or why a search found nothing. */
import type { Finding } from '../cause.ts';
import type { Cause } from '../causes/causes.ts';
import type { Detail, Evidence, FailedRequest } from '../evidence.ts';
import { callSentence, isCode, leftStatus } from '../words.ts';
import { causeOfCode } from './by-code.ts';

const reasonsOf = ({ refusals }: Detail): string[] =>
  String(refusals ?? '')
    .split(':')
    .filter(Boolean);

const emptyCause = (search: Detail): Cause => {
  if (search.trips === 0) return 'no_trips';
  const reasons = reasonsOf(search);
  const isEach = (pattern: RegExp): boolean =>
    reasons.length > 0 && reasons.every((reason) => pattern.test(reason));
  if (isEach(/^rate_(missing|stale)/)) return 'rates_missing';
  return isEach(/^no_price|^unpriced/) ? 'no_prices' : 'all_left_out';
};

const ofEmptySearch = (search: Detail): Finding<Cause> => ({
  cause: emptyCause(search),
  certainty: search.trips === 0 ? 'likely' : 'certain',
  evidence: [
    `12go offered ${search.trips} trips, and ${search.results} itineraries were left.`,
    ...(search.refusals ? [`Left out: ${reasonsOf(search).join(', ')}.`] : []),
  ],
});

const ofUnmapped = ({ endpoint, at, fields }: FailedRequest): Finding<Cause> => ({
  cause: 'place_unmapped',
  certainty: 'certain',
  evidence: [
    `The request (${endpoint}) came at ${at}.`,
    ...(fields.length === 0 ? [] : [`Its answer names as not used: ${fields.join(', ')}.`]),
  ],
});

const ofCode = (
  { timeline, booking }: Evidence,
  { code, reason, fields, endpoint, at, steps = timeline ?? [] }: FailedRequest,
): Finding<Cause> | undefined => {
  if (!isCode(code)) return undefined;
  const calls = steps.filter(({ step }) => step === 'upstream_call').map(({ detail }) => detail);
  // A confirm that was refused unasked is so because of the state that the booking is in.
  const isUnasked = !calls.some(({ operation }) => operation === 'confirm');
  if (code === 'confirm_failed' && isUnasked && booking !== undefined) return undefined;
  const failure = calls.findLast(({ kind }) => kind !== undefined);
  const guardState = steps.findLast(({ step }) => step === 'guard')?.detail.state;
  return {
    cause: causeOfCode(code, {
      failure,
      sent: failure,
      offers: calls.findLast(({ operation }) => operation === 'refundOptions'),
      reason,
      ...(guardState !== undefined && { guardState: String(guardState) }),
    }),
    certainty: 'certain',
    evidence: [
      `The request (${endpoint}) came at ${at}.`,
      ...(reason === null ? [] : [`Why: ${reason}.`]),
      ...(fields.length === 0 ? [] : [`Its answer names: ${fields.join(', ')}.`]),
      ...(failure === undefined ? [] : [callSentence(failure)]),
    ],
  };
};

const ofLeaving = ({ timeline }: Evidence, request: FailedRequest): Finding<Cause> => {
  const { at, endpoint, latency_ms: latencyMs, steps = timeline ?? [] } = request;
  const calls = steps
    .filter(({ step }) => step === 'upstream_call')
    .map(({ detail }) => callSentence(detail));
  return {
    cause: 'client_left',
    certainty: 'certain',
    evidence: [`The client left at ${at}, ${latencyMs} ms after its request (${endpoint}) came.`, ...calls],
  };
};

/** Why the request ended so; undefined where it is not known to have failed. */
export const findInRequest = (evidence: Evidence): Finding<Cause> | undefined => {
  const { request, timeline } = evidence;
  if (request === undefined) return undefined;
  if (request.status === leftStatus) return ofLeaving(evidence, request);
  if (timeline?.some(({ step, detail }) => step === 'places' && detail.state === 'unmapped') === true)
    return ofUnmapped(request);
  const search = timeline?.findLast(({ step }) => step === 'search')?.detail;
  return ofCode(evidence, request) ?? (search === undefined ? undefined : ofEmptySearch(search));
};
