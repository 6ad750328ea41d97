/** Webhooks in an operator's hands: how each endpoint is, what was given up, sent again, and endpoints taken out and put back. */
import type {
  ReplayedWebhooks,
  ReplayWebhooksRequest,
  WebhookDeadLetters,
  WebhookDeadLettersQuery,
  WebhookEndpointChange,
  WebhookEndpointRequest,
  Webhooks,
} from '@partner-gateway/contract';
import { StoreUnavailable } from '@partner-gateway/write-guard';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { configuredPartner, namedPartners, type Partner } from '../partners/partner-directory.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Slice = Pick<Deps, 'callers' | 'clock' | 'events'>;

/** Whoever asks, and where it is told. */
type Operating = Pick<PartnerCall, 'log'> & { readonly operator?: string | undefined };

const listedDefault = 100;

const effects = {
  enabled:
    'What is due from now on is sent, and its earlier failures are forgotten. Dead letters stay dead until they are replayed.',
  disabled:
    'What is due from now on becomes a dead letter without an attempt, until it is enabled. An attempt under way ends by itself.',
} as const;

const storeAway = (cause: unknown): never => {
  if (!(cause instanceof StoreUnavailable)) throw cause;
  throw new GatewayError('events_unavailable', {
    cause,
    retryAfterSeconds: 1,
    detail: 'The store of webhooks is out of reach. Look at the check `store` of `/ready`.',
  });
};

const secondOf = (atMs: number | undefined): string | null => (atMs === undefined ? null : toUtcSecond(atMs));

/** Undefined for a client whose settings name no endpoint. */
const readWebhook = async (
  { queue, endpoints }: Deps['events']['webhooks'],
  { clientId, settings, webhook }: Partner,
): Promise<Webhooks['webhooks'][number] | undefined> => {
  if (settings.webhook === undefined) return undefined;
  const [backlog, state] = await Promise.all([queue.backlog(clientId), endpoints.read(clientId)]);
  const { disabled } = state;
  const whyDisabled = disabled === undefined ? null : 'disabled';
  return {
    client_id: clientId,
    host: new URL(settings.webhook.url).host,
    is_usable: webhook !== undefined && disabled === undefined,
    unusable_because: webhook === undefined ? 'secret_missing' : whyDisabled,
    waiting: backlog.waiting,
    oldest_waiting_seconds: backlog.waiting === 0 ? null : Math.round(backlog.oldestAgeMs / 1_000),
    dead: backlog.dead,
    forgotten: backlog.forgotten,
    failing_since: secondOf(state.failingSinceMs),
    disabled: disabled === undefined ? null : { reason: disabled.reason, since: toUtcSecond(disabled.atMs) },
  };
};

/** Lists the endpoints. @throws GatewayError `client_not_found`, `events_unavailable` */
export const listWebhooks = async (
  { callers, clock, events }: Slice,
  clientId: string | undefined,
): Promise<Webhooks> => {
  const partners = namedPartners(callers.partners, clientId);
  const read = Promise.all(partners.map((partner) => readWebhook(events.webhooks, partner)));
  const webhooks = (await read.catch(storeAway)).filter((webhook) => webhook !== undefined);
  return { webhooks, read_at: toUtcSecond(clock.nowMs()) };
};

/** Lists what was given up. @throws GatewayError `client_not_found`, `events_unavailable` */
export const listWebhookDeadLetters = async (
  { callers, events: { webhooks } }: Slice,
  { client_id, limit = listedDefault, before }: WebhookDeadLettersQuery,
): Promise<WebhookDeadLetters> => {
  const { clientId } = configuredPartner(callers.partners, client_id);
  const page = { limit, ...(before !== undefined && { before }) };
  const letters = await webhooks.queue.deadLetters(clientId, page).catch(storeAway);
  const last = letters.length < limit ? undefined : letters.at(-1);
  return {
    client_id: clientId,
    dead_letters: letters.map((letter) => ({
      event_id: letter.eventId,
      booking_id: letter.lane,
      reason: letter.reason,
      attempts: letter.attempts,
      last_outcome: letter.outcome ?? null,
      died_at: toUtcSecond(letter.atMs),
    })),
    next_before: last?.number ?? null,
  };
};

/** What is put into the queue of an endpoint that takes nothing is dead at once. */
const assertSendable = async (
  { endpoints }: Deps['events']['webhooks'],
  { clientId, settings, webhook }: Partner,
): Promise<void> => {
  const refused = (detail: string) => new GatewayError('unprocessable', { detail });
  if (settings.webhook === undefined)
    throw refused('The client has no webhook: set `webhook` in its settings, then reload.');
  if (webhook === undefined)
    throw refused('A secret of the webhook is missing: put it where the settings point to, then reload.');
  const { disabled } = await endpoints.read(clientId).catch(storeAway);
  if (disabled === undefined) return;
  throw refused(
    `The endpoint is disabled (${disabled.reason}): enable it first, with \`partner-cli webhooks enable\`.`,
  );
};

/**
 * Puts dead letters back into the queue.
 *
 * @throws GatewayError `client_not_found`, `events_unavailable`, `unprocessable` where nothing could be sent
 */
export const replayWebhooks = async (
  { callers, clock, events: { webhooks } }: Slice,
  { operator = 'nobody', log }: Operating,
  { client_id, event_ids: eventIds = [], all, reason }: ReplayWebhooksRequest,
): Promise<ReplayedWebhooks> => {
  const partner = configuredPartner(callers.partners, client_id);
  const { clientId } = partner;
  await assertSendable(webhooks, partner);
  const replayed = await webhooks.queue.replay(clientId, all ? 'all' : eventIds).catch(storeAway);
  log('warn', 'An operator sent webhooks again', {
    operator,
    client_id: clientId,
    count: replayed,
    note: reason,
  });
  return { client_id: clientId, replayed, replayed_at: toUtcSecond(clock.nowMs()) };
};

/**
 * Takes an endpoint out, or puts it back.
 *
 * @throws GatewayError `client_not_found`, `events_unavailable`, `unprocessable` for a client without one
 */
export const changeWebhookEndpoint = async (
  { callers, clock, events: { webhooks } }: Slice,
  { operator = 'nobody', log }: Operating,
  { client_id, state, reason }: WebhookEndpointRequest,
): Promise<WebhookEndpointChange> => {
  const { clientId, settings } = configuredPartner(callers.partners, client_id);
  if (settings.webhook === undefined)
    throw new GatewayError('unprocessable', { detail: 'The settings of the client name no webhook.' });
  const { queue, endpoints } = webhooks;
  const changing = state === 'enabled' ? endpoints.enable(clientId) : endpoints.disable(clientId, 'operator');
  const wasChanged = await changing.catch(storeAway);
  const { dead } = await queue.backlog(clientId).catch(storeAway);
  log('warn', `An operator ${state} the webhook endpoint of a client`, {
    operator,
    client_id: clientId,
    outcome: wasChanged ? 'changed' : 'as_before',
    note: reason,
  });
  return {
    client_id: clientId,
    state,
    was_changed: wasChanged,
    dead,
    effect: effects[state],
    changed_at: toUtcSecond(clock.nowMs()),
  };
};
