/** Makes the client: one method for each operation of the partner API. */
import { type BookingMethods, bookingMethods } from './methods/bookings.ts';
import { type HealthMethods, healthMethods } from './methods/health.ts';
import { type ItineraryMethods, itineraryMethods } from './methods/itineraries.ts';
import { type MasterDataMethods, masterDataMethods } from './methods/master-data.ts';
import { operateAs } from './methods/operation.ts';
import { type ClientOptions, demandClientOptions } from './options.ts';

/** The partner API as methods. Bodies keep the names and shapes they have on the wire. */
export type GatewayClient = Readonly<ItineraryMethods & BookingMethods & MasterDataMethods & HealthMethods>;

/**
 * Makes a client of the 12go Partner Gateway. It holds no connection and no state, so one is enough for a process.
 *
 * @throws TypeError when an option cannot work
 * @example
 * ```ts
 * const gateway = createClient({
 *   baseUrl: 'https://gateway.example',
 *   clientId: 'acme',
 *   apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
 * });
 * ```
 */
export const createClient = (options: ClientOptions): GatewayClient => {
  demandClientOptions(options);
  const operate = operateAs({ ...options });
  return Object.freeze({
    ...itineraryMethods(operate),
    ...bookingMethods(operate),
    ...masterDataMethods(operate),
    ...healthMethods(operate),
  });
};
