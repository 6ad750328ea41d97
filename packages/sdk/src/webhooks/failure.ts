/** Why a webhook was not taken: one reason each, in words that say what to look at. */

/** What was wrong with a webhook, or with how it was checked. */
export const webhookFailures = [
  'secret_unusable',
  'header_missing',
  'header_malformed',
  'body_not_raw',
  'signature_wrong',
  'timestamp_old',
  'timestamp_ahead',
  'body_unreadable',
] as const;
export type WebhookFailure = (typeof webhookFailures)[number];

/** That a webhook must not be acted on. Answer it with 400, except for `secret_unusable`, which is yours: answer 500. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  /** Which of {@link webhookFailures}. */
  readonly failure: WebhookFailure;
  /** Recognises it across copies of the package. */
  readonly isWebhookError = true;

  constructor(failure: WebhookFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/**
 * Whether something thrown is a {@link WebhookError}, of this copy of the package or another.
 *
 * @example
 * ```ts
 * if (isWebhookError(error)) return new Response(error.message, { status: 400 });
 * ```
 */
export const isWebhookError = (thrown: unknown): thrown is WebhookError =>
  typeof thrown === 'object' && thrown !== null && 'isWebhookError' in thrown;
