/** `@partner-gateway/sdk/webhooks`: the gateway's webhooks checked, and samples of them signed. */
export type { PartnerNotification } from '../../generated/schemas.ts';
export { isWebhookError, WebhookError, type WebhookFailure, webhookFailures } from './failure.ts';
export type { WebhookBody, WebhookHeaders } from './request.ts';
export { type SignedWebhook, signSample, type WebhookSample } from './sample.ts';
export { verifyWebhook, type Webhook, type WebhookRequest } from './verify.ts';
