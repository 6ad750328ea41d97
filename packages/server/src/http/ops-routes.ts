/** The ops contract's routes. */
import { type Inspection, metadata, opsContract, type PriceExplanation } from '@partner-gateway/contract';
import opsDocument from '@partner-gateway/contract/ops-openapi.json' with { type: 'json' };
import { consoleNotBuilt, createConsole } from '@partner-gateway/operator-console';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dryRun } from '../booking/dry-run.ts';
import type { Deps } from '../deps.ts';
import { checkUpstreamKeys } from '../ops/check-upstream-keys.ts';
import { readConfiguration, reloadConfiguration } from '../ops/configuration.ts';
import { auditEvents, listNotificationDeadLetters } from '../ops/events.ts';
import { explainPrice, type PriceQuestion } from '../ops/explain-price.ts';
import { inspectStory } from '../ops/inspect-story.ts';
import { changeClientLimits, changeUpstreamLimits, readUpstreamLimits } from '../ops/limits.ts';
import { readLogLines } from '../ops/log-lines.ts';
import { readOperator, readState } from '../ops/read-state.ts';
import { listOpenOutcomes, resolveOutcome } from '../ops/resolve-outcome.ts';
import { listSeatLocks, releaseSeatLocks } from '../ops/seat-locks.ts';
import {
  changeWebhookEndpoint,
  listWebhookDeadLetters,
  listWebhooks,
  replayWebhooks,
} from '../ops/webhooks.ts';
import { createPartnerCall } from '../partner-call.ts';
import { configuredPartner } from '../partners/partner-directory.ts';
import { serveContract } from './contract/contract-router.ts';
import { nearestName } from './contract/unknown-members.ts';
import { addBuiltPages } from './docs.ts';
import { readHealth, readReadiness } from './health.ts';
import { type AskedAbout, type RequestState, requestState } from './request-state.ts';

const noStore = { 'cache-control': 'no-store' };

/** A request as its handler gets it. */
type Asking = {
  readonly request: FastifyRequest;
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
};

/** A member of this name that is no text, such as the cart of a dry run, is no name. */
const nameSchema = z.string().optional().catch(undefined);
const namesSchema = z.object({
  client_id: nameSchema,
  subject: nameSchema,
  booking: nameSchema,
  cart: nameSchema,
  reason: nameSchema,
});

/** For the audit line: only a client that there is, and members that hold no secret. */
const askedOf = ({ callers }: Deps, { params, query, body }: Asking): AskedAbout => {
  const given = namesSchema.safeParse(Object.assign({}, params, query, body)).data ?? {};
  const { client_id: clientId, subject, booking, cart, reason } = given;
  return {
    client_id: clientId === undefined ? undefined : callers.partners.find(clientId)?.clientId,
    integration_id: booking ?? subject ?? cart,
    note: reason,
  };
};

/** What was looked for may be a secret; what it led to is none. */
const noteFound = (state: RequestState, { resolved }: Inspection): void => {
  const { client_id: clientId, booking_id: bookingId, integration_booking_id: number, cart } = resolved;
  state.asked = {
    ...state.asked,
    client_id: clientId ?? state.asked?.client_id,
    booking_id: bookingId ?? undefined,
    integration_id: number ?? cart ?? undefined,
  };
};

/** A plain id says no more than the trip and when it leaves; a sealed one is not repeated. */
const notePriced = (state: RequestState, { trip_key: tripKey, departure }: PriceExplanation): void => {
  state.asked = { ...state.asked, itinerary_id: `${tripKey}-${departure.replace('T', '-')}` };
};

/** Serves the ops contract. */
export const addOpsRoutes = (app: FastifyInstance, deps: Deps): void => {
  const answer = async <Body>(asking: Asking, work: (state: RequestState) => Body | Promise<Body>) => {
    const state = requestState(asking.request);
    state.asked = askedOf(deps, asking);
    return { status: 200 as const, headers: noStore, body: await work(state) };
  };
  const inspect = async (state: RequestState, text: string, clientId: string | undefined) => {
    const inspection = await inspectStory(deps, { text, clientId }, state);
    noteFound(state, inspection);
    return inspection;
  };
  const explain = async (state: RequestState, question: PriceQuestion) => {
    const explanation = await explainPrice(deps, question, state.trace);
    notePriced(state, explanation);
    return explanation;
  };
  serveContract(app, opsContract, {
    inspectBooking: (asking) =>
      answer(asking, (state) => inspect(state, asking.params.booking_id, asking.query.client_id)),
    find: (asking) => answer(asking, (state) => inspect(state, asking.body.text, asking.body.client_id)),
    explainPrice: (asking) =>
      answer(asking, (state) => {
        const { client_id: clientId, itinerary_id: itineraryId } = asking.params;
        const { pax, currency } = asking.query;
        return explain(state, { clientId, itineraryId, pax, currency });
      }),
    dryRun: (asking) =>
      answer(asking, (state) => {
        const partner = configuredPartner(deps.callers.partners, asking.body.client_id);
        return dryRun(createPartnerCall(deps, partner, { trace: state.trace, log: state.log }), asking.body);
      }),
    reload: (asking) => answer(asking, ({ operator, log }) => reloadConfiguration(deps, operator, log)),
    openOutcomes: (asking) => answer(asking, () => listOpenOutcomes(deps, asking.query.client_id)),
    resolveOutcome: (asking) => answer(asking, (state) => resolveOutcome(deps, state, asking.body)),
    state: (asking) => answer(asking, () => readState(deps, asking.query.client_id)),
    operator: (asking) => answer(asking, (state) => readOperator(deps, state)),
    checkUpstreamKeys: (asking) => answer(asking, (state) => checkUpstreamKeys(deps, state, asking.body)),
    logLines: (asking) => answer(asking, () => readLogLines(deps, asking.query)),
    seatLocks: (asking) => answer(asking, () => listSeatLocks(deps, asking.query)),
    releaseSeatLocks: (asking) => answer(asking, (state) => releaseSeatLocks(deps, state, asking.body)),
    configuration: (asking) =>
      answer(asking, () => readConfiguration(deps, { clientId: asking.query.client_id, nearestName })),
    health: () => Promise.resolve({ status: 200, body: readHealth(deps) }),
    ready: async () => {
      const body = await readReadiness(deps);
      return body.status === 'not_ready' ? { status: 503, body } : { status: 200, body };
    },
    changeClientLimits: (asking) => answer(asking, (state) => changeClientLimits(deps, state, asking.body)),
    upstreamLimits: (asking) => answer(asking, () => readUpstreamLimits(deps)),
    changeUpstreamLimits: (asking) =>
      answer(asking, (state) => changeUpstreamLimits(deps, state, asking.body)),
    webhooks: (asking) => answer(asking, () => listWebhooks(deps, asking.query.client_id)),
    webhookDeadLetters: (asking) => answer(asking, () => listWebhookDeadLetters(deps, asking.query)),
    replayWebhooks: (asking) => answer(asking, (state) => replayWebhooks(deps, state, asking.body)),
    changeWebhookEndpoint: (asking) =>
      answer(asking, (state) => changeWebhookEndpoint(deps, state, asking.body)),
    eventsAudit: (asking) => answer(asking, () => auditEvents(deps)),
    notificationDeadLetters: (asking) =>
      answer(asking, () => listNotificationDeadLetters(deps, asking.query.limit)),
  });
};

/** Serves the document of the ops API. */
export const addOpsDocument = (app: FastifyInstance): void => {
  const config = { metadata: metadata({ endpoint: 'ops_openapi', auth: 'none', cost: 'none' }) } as object;
  app.get('/openapi.json', { config }, (_request, reply) => reply.send(opsDocument));
};

/** Serves the operator console. What it shows it asks the ops API, with the operator's key. */
export const addConsole = (app: FastifyInstance): void => {
  const endpoint = 'ops_console';
  const config = { metadata: metadata({ endpoint, auth: 'none', cost: 'none' }) } as object;
  addBuiltPages(app, { path: '/console', endpoint, answer: createConsole(), notBuilt: consoleNotBuilt });
  app.get('/', { config }, (_request, reply) => reply.redirect('/console', 302));
};

/** What `/metrics` says, and whether it says it to anybody who reaches the ops listener. */
export type MetricsPage = { readonly scrape: () => Promise<string>; readonly access: 'key' | 'open' };

/** Serves `/metrics` for a scraper; the ops listener is not reachable for partners, and labels hold no secrets. */
export const addMetricsRoute = (app: FastifyInstance, { scrape, access }: MetricsPage): void => {
  const auth = access === 'open' ? 'none' : 'ops';
  const scraped = metadata({
    endpoint: 'ops_metrics',
    auth,
    cost: 'none',
    scope: access === 'open' ? null : 'read',
  });
  app.get('/metrics', { config: { metadata: scraped } as object }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await scrape()),
  );
};
