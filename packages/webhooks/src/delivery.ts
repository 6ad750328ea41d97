/** One webhook that is due: signed, sent, and what came of it written to the queue and told. */
import { type AttemptResult, outcomeOf } from './attempt.ts';
import type { DisabledReason, EndpointStates } from './endpoint-states.ts';
import type { DeathReason, TakenWebhook, WebhookQueue } from './queue.ts';
import { type NextStep, nextStep, type Schedule } from './schedule.ts';
import type { WebhookSecret } from './secret.ts';
import type { Send } from './send.ts';
import { signWebhook } from './signing.ts';

export type WebhookEndpoint = {
  readonly url: string;
  /** Sent as it is with every webhook. */
  readonly authHeader?: { readonly name: string; readonly value: string };
  /** Every active one signs; without any, a webhook goes with its id and time and no signature. */
  readonly secrets: readonly WebhookSecret[];
};

type Told = Pick<TakenWebhook, 'eventId' | 'lane' | 'correlationId'> & { readonly clientId: string };

/** Words, numbers and ids only: fit for a journal, metrics and logs. */
export type WebhookEvent =
  /** `attempt`: the first of a webhook is 1. */
  | (Told & {
      readonly kind: 'attempt';
      readonly attempt: number;
      readonly result: AttemptResult;
      readonly next: NextStep;
    })
  /** Dead without an attempt. */
  | (Told & { readonly kind: 'buried'; readonly reason: DeathReason })
  /** The lease had run out, and another worker has taken the webhook since: it is sent once more. */
  | (Told & { readonly kind: 'overtaken' })
  | { readonly kind: 'endpoint_disabled'; readonly clientId: string; readonly reason: DisabledReason }
  /** Mostly a store that is away. What was taken is taken again when its lease ends. */
  | { readonly kind: 'failed'; readonly clientId: string; readonly error: unknown };

export type DeliveryOptions = {
  readonly queue: WebhookQueue;
  readonly endpoints: EndpointStates;
  readonly send: Send;
  readonly schedule: Schedule;
  /** The wall clock. */
  readonly nowMs: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onEvent: (event: WebhookEvent) => void;
};

export type DueDelivery = { readonly clientId: string; readonly taken: TakenWebhook };

const toTold = ({ clientId, taken }: DueDelivery): Told => ({
  clientId,
  eventId: taken.eventId,
  lane: taken.lane,
  ...(taken.correlationId !== undefined && { correlationId: taken.correlationId }),
});

const signed = (
  { eventId, payload }: TakenWebhook,
  { secrets }: WebhookEndpoint,
  atMs: number,
): Record<string, string> =>
  secrets.length > 0
    ? signWebhook(secrets, { id: eventId, payload, atMs })
    : { 'webhook-id': eventId, 'webhook-timestamp': String(Math.floor(atMs / 1_000)) };

/** Makes what delivers a head that was taken, or buries it; neither rejects while the queue can be reached. */
export const createDelivery = (options: DeliveryOptions) => {
  const { queue, endpoints, send, schedule, nowMs, random, onEvent } = options;

  const headersOf = (taken: TakenWebhook, endpoint: WebhookEndpoint): Record<string, string> => ({
    'content-type': 'application/json',
    'user-agent': 'partner-gateway',
    ...(taken.correlationId !== undefined && { 'x-correlation-id': taken.correlationId }),
    ...(endpoint.authHeader && { [endpoint.authHeader.name.toLowerCase()]: endpoint.authHeader.value }),
    ...signed(taken, endpoint, nowMs()),
  });

  /** Whether the lane was still ours. */
  const record = ({ clientId, taken }: DueDelivery, next: NextStep, outcome: string): Promise<boolean> => {
    if (next.kind === 'delivered') return queue.delivered(clientId, taken);
    if (next.kind === 'retry') return queue.retryIn(clientId, taken, { delayMs: next.delayMs, outcome });
    return queue.bury(clientId, taken, { reason: next.kind === 'gone' ? 'gone' : 'exhausted', outcome });
  };

  const judgeEndpoint = async (clientId: string, next: NextStep): Promise<void> => {
    if (next.kind === 'delivered') return endpoints.noteSuccess(clientId);
    const isGone = next.kind === 'gone';
    const isDisabled = isGone
      ? await endpoints.disable(clientId, 'gone')
      : await endpoints.noteFailure(clientId, schedule.disableAfterMs);
    if (isDisabled) onEvent({ kind: 'endpoint_disabled', clientId, reason: isGone ? 'gone' : 'failing' });
  };

  return {
    async deliver(due: DueDelivery, endpoint: WebhookEndpoint): Promise<AttemptResult> {
      const { clientId, taken } = due;
      const headers = headersOf(taken, endpoint);
      const result = await send({ url: endpoint.url, headers, body: taken.payload });
      const attempt = taken.attempts + 1;
      const next = nextStep(schedule, { attempt, result }, random());
      onEvent({ kind: 'attempt', ...toTold(due), attempt, result, next });
      const isOurs = await record(due, next, outcomeOf(result));
      if (!isOurs) onEvent({ kind: 'overtaken', ...toTold(due) });
      await judgeEndpoint(clientId, next);
      return result;
    },
    async bury(due: DueDelivery, reason: DeathReason): Promise<void> {
      const isOurs = await queue.bury(due.clientId, due.taken, { reason });
      onEvent(isOurs ? { kind: 'buried', ...toTold(due), reason } : { kind: 'overtaken', ...toTold(due) });
    },
  };
};
