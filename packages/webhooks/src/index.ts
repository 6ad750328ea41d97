/** Signed webhooks sent to strangers' endpoints, safely and in order. */

export { type AttemptResult, type FailureReason, isDelivered, outcomeOf } from './attempt.ts';
export { createPublicResolver, type ResolveName } from './guarded-lookup.ts';
export { retryAfterMsOf } from './retry-after.ts';
export { defaultSchedule, type MadeAttempt, type NextStep, nextStep, type Schedule } from './schedule.ts';
export { type ParsedSecret, parseWebhookSecret, type WebhookSecret } from './secret.ts';
export { createSend, type Send, type SendOptions, type WebhookRequest } from './send.ts';
export {
  type SignatureVerdict,
  type SignedHeaders,
  type SignedRequest,
  signWebhook,
  type UnsignedWebhook,
  verifySignature,
} from './signing.ts';
export { type ParsedUrl, parseWebhookUrl, type UrlPolicy } from './url-guard.ts';
