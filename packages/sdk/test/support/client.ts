/** A client for a scripted server, and what its searches ask for. */
import { type ClientOptions, createClient, type GatewayClient, type SearchQuery } from '@partner-gateway/sdk';
import type { ScriptedServer } from './scripted-server.ts';

/** A key that must not be found anywhere. */
export const canaryKey = 'pgk_canary-5f0d0c4e7a';

/** A client on its defaults. */
export const clientOf = (
  server: Pick<ScriptedServer, 'baseUrl'>,
  options: Partial<ClientOptions> = {},
): GatewayClient =>
  createClient({ baseUrl: server.baseUrl, clientId: 'acme', apiKey: canaryKey, ...options });

/** Any search. */
export const query: SearchQuery = {
  departures: ['VNHANMYD'],
  arrivals: ['VNSPASPT'],
  departure_date: '2026-12-05',
  pax: 2,
};
