/** The root routers: what partners call, and what operators call. */
import { bookingRoutes } from './routes/bookings.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { itineraryRoutes } from './routes/itineraries.ts';
import { masterDataRoutes } from './routes/master-data.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { opsRoutes } from './routes/ops.ts';
import { c, problems } from './routes/route-kit.ts';
import { seatRoutes } from './routes/seats.ts';

const authenticated = c.router(
  { ...itineraryRoutes, ...seatRoutes, ...bookingRoutes, ...eventRoutes, ...masterDataRoutes },
  { commonResponses: problems(400, 401, 408, 414, 429, 431, 500, 502, 503, 504), strictStatusCodes: true },
);

/**
 * The partner API: every route of the contract, with its schemas and metadata.
 *
 * @example
 * ```ts
 * partnerContract.search.path; // '/v1/:client_id/itineraries'
 * ```
 */
export const partnerContract = c.router(
  { ...authenticated, ...notificationRoutes, ...healthRoutes },
  { strictStatusCodes: true },
);

/** The ops API, served on its own port with its own keys; probes may ask there too. */
export const opsContract = c.router({ ...opsRoutes, ...healthRoutes }, { strictStatusCodes: true });

export type PartnerContract = typeof partnerContract;
export type OpsContract = typeof opsContract;
