/** Whether the partner was told of the booking's last change by its webhook, and why not. */
import type { Finding } from '../cause.ts';
import type { Cause } from '../causes/causes.ts';
import type { Detail, Evidence } from '../evidence.ts';

/** The last word on the last event; within a booking one event ends before the next begins. */
const lastSent = ({ timeline }: Pick<Evidence, 'timeline'>): Detail | undefined => {
  const last = timeline?.findLast(({ step }) => step === 'webhook_out')?.detail;
  return last?.state === 'delivered' ? undefined : last;
};

const isStatus = (reason: unknown): boolean => /^\d{3}$/.test(String(reason));

const buriedFor: Readonly<Record<string, Cause>> = {
  endpoint_disabled: 'webhook_disabled',
  endpoint_missing: 'webhook_missing',
  gone: 'webhook_gone',
};

const causeOf = ({ state, reason }: Detail): Cause => {
  if (state === 'retry') return 'webhook_waiting';
  if (state === 'gone') return 'webhook_gone';
  return buriedFor[String(reason)] ?? (isStatus(reason) ? 'webhook_refused' : 'webhook_unreachable');
};

const sentence = ({ event, kind, state, reason, latencyMs }: Detail): string => {
  const went = isStatus(reason) ? `the endpoint answered ${reason}` : `${reason}`;
  const how = kind === undefined ? went : `${String(kind).replace('_', ' ')}: ${went} after ${latencyMs} ms`;
  return `Webhook ${event} is ${state === 'retry' ? 'tried again' : 'given up'}; ${how}.`;
};

/** In a sentence, whatever the cause turns out to be; none where the partner was told, or nothing was sent. */
export const webhookSentences = (evidence: Pick<Evidence, 'timeline'>): string[] => {
  const sent = lastSent(evidence);
  return sent === undefined ? [] : [sentence(sent)];
};

/** States that a partner learns by being told, and not by its own next step. */
const told: readonly unknown[] = ['approved', 'declined', 'cancelled', 'failed'];

/** The webhook as the cause, where the booking is where it stays. */
export const findInWebhooks = (evidence: Evidence): Finding<Cause> | undefined => {
  const { booking, isStatusKnown = true } = evidence;
  const sent = lastSent(evidence);
  if (sent === undefined || !isStatusKnown || !told.includes(booking?.status)) return undefined;
  return {
    cause: causeOf(sent),
    certainty: 'certain',
    evidence: [`The booking is ${booking?.status} at 12go now.`],
  };
};
