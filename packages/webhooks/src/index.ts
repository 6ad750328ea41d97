/** Signed webhooks sent to strangers' endpoints, safely and in order. */

export { type AttemptResult, type FailureReason, isDelivered, outcomeOf } from './attempt.ts';
export type { WebhookEndpoint, WebhookEvent } from './delivery.ts';
export {
  createMemoryEndpointStates,
  type DisabledReason,
  type EndpointState,
  type EndpointStates,
} from './endpoint-states.ts';
export { createPublicResolver, type ResolveName } from './guarded-lookup.ts';
export {
  createHostGates,
  type HostGateOptions,
  type HostGates,
  type HostPass,
  type HostVerdict,
} from './host-gates.ts';
export { createMemoryWebhookQueue } from './memory-queue.ts';
export type {
  Backlog,
  DeadLetter,
  DeadLetterBounds,
  DeathReason,
  DueWebhooks,
  QueuedWebhook,
  TakenWebhook,
  UnplacedWebhook,
  WebhookQueue,
} from './queue.ts';
export { createRedisEndpointStates } from './redis/redis-endpoint-states.ts';
export { createRedisWebhookQueue } from './redis/redis-queue.ts';
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
export { createWebhookWorker, type Look, type WebhookWorker, type WorkerOptions } from './worker.ts';
