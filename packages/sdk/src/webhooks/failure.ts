/** Why a webhook was not taken: one reason each, in words that say what to look at. */

/**
 * What was wrong with a webhook, or with how it was checked.
 *
 * @example
 * ```ts
 * for (const failure of webhookFailures) console.log(failure);
 * ```
 */
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
/**
 * One of {@link webhookFailures}.
 *
 * @example
 * ```ts
 * const isOurs = (failure: WebhookFailure): boolean => failure === 'secret_unusable';
 * console.log(isOurs('signature_wrong'));
 * ```
 */
export type WebhookFailure = (typeof webhookFailures)[number];

/**
 * That a webhook must not be acted on. Answer it with 400, except for `secret_unusable`, which is yours: answer 500.
 *
 * @example
 * ```ts
 * const refused = new WebhookError('timestamp_old', 'the webhook is ten minutes old');
 * console.log(refused.failure, refused.message);
 * ```
 */
export class WebhookError extends Error {
  /** `WebhookError`, in every copy of the package. */
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
 * const refusal = isWebhookError(error) ? new Response(error.message, { status: 400 }) : undefined;
 * console.log(refusal?.status);
 * ```
 */
export const isWebhookError = (thrown: unknown): thrown is WebhookError =>
  typeof thrown === 'object' && thrown !== null && 'isWebhookError' in thrown;
