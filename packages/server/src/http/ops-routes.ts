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
