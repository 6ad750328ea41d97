/** The most likely cause of what happened, with what speaks for it and what to do next. Pure: what is not known stays so. */
import type { Diagnosis } from '@partner-gateway/contract';
import { fillIn } from './cause.ts';
import { causes } from './causes/causes.ts';
import type { Evidence } from './evidence.ts';
import { findInRequest } from './rules/requests.ts';
import { findInState } from './rules/states.ts';
import { findAround } from './rules/surroundings.ts';
import { findInWebhooks, webhookSentences } from './rules/webhooks.ts';
import { findInWrites } from './rules/writes.ts';
import { checkSentences, leftStatus, missingOf, requestSeen, seenOf } from './words.ts';

/** The write that decides, unless somebody asks about another request than the one that made it. */
const decidingWrite = (evidence: Evidence): ReturnType<typeof findInWrites> => {
  const write = findInWrites(evidence);
  const { request, names } = evidence;
  if (write === undefined || write.isOpen === true || request === undefined) return write;
  return write.attempt?.correlation === names.correlation ? write : undefined;
};

/**
 * Diagnoses a booking, a cart or a request.
 *
 * @example
 * diagnose(evidence).cause; // 'sold_out'
 */
export const diagnose = (evidence: Evidence): Diagnosis => {
  const write = decidingWrite(evidence);
  const found =
    write ??
    findInRequest(evidence) ??
    findInWrites(evidence) ??
    findInWebhooks(evidence) ??
    findInState(evidence) ??
    findAround(evidence);
  const { summary, fault, action, command } = causes[found.cause];
  const { request, names } = evidence;
  const hasLeft = request?.status === leftStatus;
  const seen = write?.attempt === undefined || hasLeft ? undefined : seenOf(write.attempt);
  return {
    cause: found.cause,
    summary,
    certainty: found.certainty,
    fault,
    partner_saw: seen ?? (request === undefined ? null : requestSeen(request)),
    evidence: [...found.evidence, ...webhookSentences(evidence), ...checkSentences(evidence)],
    missing: [...(found.missing ?? []), ...missingOf(evidence)],
    action,
    command: command === undefined ? null : fillIn(command, names),
  };
};
