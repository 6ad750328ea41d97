/** The ops contract's routes. */
import { opsContract } from '@partner-gateway/contract';
import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { inspectBooking } from '../flows/inspect-booking.ts';
import { serveContract } from './contract-router.ts';
import { requestState } from './request-state.ts';

/** Serves the ops contract. */
export const addOpsRoutes = (app: FastifyInstance, deps: Deps): void =>
  serveContract(app, opsContract, {
    inspectBooking: async ({ params, query, request }) => ({
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: await inspectBooking(
        deps,
        { text: params.booking_id, clientId: query.client_id },
        requestState(request),
      ),
    }),
  });

const scrapeMetadata = {
  endpoint: 'ops_metrics',
  auth: 'none',
  idempotent: false,
  cost: 'none',
  aliases: [],
};

/** Serves `/metrics` for a scraper; the ops listener is not reachable for partners, and labels hold no secrets. */
export const addMetricsRoute = (app: FastifyInstance, scrape: () => Promise<string>): void => {
  app.get('/metrics', { config: { metadata: scrapeMetadata } as object }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await scrape()),
  );
};
