/** The ops contract's routes. */
import { metadata, opsContract } from '@partner-gateway/contract';
import opsDocument from '@partner-gateway/contract/ops-openapi.json' with { type: 'json' };
import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { checkUpstreamKeys } from '../ops/check-upstream-keys.ts';
import { explainPrice } from '../ops/explain-price.ts';
import { inspectStory } from '../ops/inspect-story.ts';
import { readLogLines } from '../ops/log-lines.ts';
import { readState } from '../ops/read-state.ts';
import { reloadConfiguration } from '../ops/reload-configuration.ts';
import { listOpenOutcomes, resolveOutcome } from '../ops/resolve-outcome.ts';
import { changeUpstreamLimits, readUpstreamLimits } from '../ops/upstream-limits.ts';
import { serveContract } from './contract/contract-router.ts';
import { readHealth, readReadiness } from './health.ts';
import { requestState } from './request-state.ts';

const noStore = { 'cache-control': 'no-store' };

/** Serves the ops contract. */
export const addOpsRoutes = (app: FastifyInstance, deps: Deps): void =>
  serveContract(app, opsContract, {
    inspectBooking: async ({ params, query, request }) => ({
      status: 200,
      headers: noStore,
      body: await inspectStory(
        deps,
        { text: params.booking_id, clientId: query.client_id },
        requestState(request),
      ),
    }),
    find: async ({ body: { text, client_id: clientId }, request }) => ({
      status: 200,
      headers: noStore,
      body: await inspectStory(deps, { text, clientId }, requestState(request)),
    }),
    explainPrice: async ({ params, query, request }) => ({
      status: 200,
      headers: noStore,
      body: await explainPrice(
        deps,
        {
          clientId: params.client_id,
          itineraryId: params.itinerary_id,
          pax: query.pax,
          currency: query.currency,
        },
        requestState(request).trace,
      ),
    }),
    reload: async ({ request }) => {
      const { operator, log } = requestState(request);
      return { status: 200, headers: noStore, body: await reloadConfiguration(deps, operator, log) };
    },
    openOutcomes: async ({ query }) => ({
      status: 200,
      headers: noStore,
      body: await listOpenOutcomes(deps, query.client_id),
    }),
    resolveOutcome: async ({ body, request }) => ({
      status: 200,
      headers: noStore,
      body: await resolveOutcome(deps, requestState(request), body),
    }),
    state: async ({ query }) => ({
      status: 200,
      headers: noStore,
      body: await readState(deps, query.client_id),
    }),
    checkUpstreamKeys: async ({ body, request }) => ({
      status: 200,
      headers: noStore,
      body: await checkUpstreamKeys(deps, requestState(request), body),
    }),
    logLines: async ({ query }) => ({
      status: 200,
      headers: noStore,
      body: readLogLines(deps, query),
    }),
    health: () => Promise.resolve({ status: 200, body: readHealth(deps) }),
    ready: async () => {
      const body = await readReadiness(deps);
      return body.status === 'not_ready' ? { status: 503, body } : { status: 200, body };
    },
    upstreamLimits: async () => ({ status: 200, headers: noStore, body: readUpstreamLimits(deps) }),
    changeUpstreamLimits: async ({ body, request }) => ({
      status: 200,
      headers: noStore,
      body: changeUpstreamLimits(deps, requestState(request), body),
    }),
  });

/** Serves the document of the ops API. */
export const addOpsDocument = (app: FastifyInstance): void => {
  const config = { metadata: metadata({ endpoint: 'ops_openapi', auth: 'none', cost: 'none' }) } as object;
  app.get('/openapi.json', { config }, (_request, reply) => reply.send(opsDocument));
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
