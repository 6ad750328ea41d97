/** Two systems side by side over one sandbox 12go: the old one, the gateway, and a router between them and partners. */
import { randomUUID } from 'node:crypto';
import { hashApiKey } from '@partner-gateway/api-keys';
import type { Rollout } from '@partner-gateway/rollout';
import { type SandboxLegacy, serveLegacy } from '@partner-gateway/sandbox';
import { type EmbeddedGateway, startEmbedded } from '@partner-gateway/server/embedded';
import { readRouterConfig } from '@partner-gateway/settings';
import { createLog } from '@partner-gateway/telemetry';
import { type Router, startRouter } from '../../src/router.ts';

/** An answer, and which of the two gave it. */
export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
};

/** What a request adds. */
export type Sending = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** The systems, and a partner of them. */
export type TwoSystems = {
  readonly legacy: SandboxLegacy;
  readonly behindLegacy: EmbeddedGateway;
  readonly gateway: EmbeddedGateway;
  readonly routers: readonly Router[];
  readonly opsKey: string;
  readonly clientId: string;
  readonly apiKey: string;
  /** Sends to a path below the client, by way of a router. */
  call(path: string, sending?: Sending, at?: string): Promise<Answered>;
  /** Asks the ops listener of a router. */
  ops(path: string, body?: unknown, at?: number): Promise<Answered>;
  /** Sets a rule by the ops API, and gives the rollout after it. */
  set(rule: Readonly<Record<string, unknown>>): Promise<Rollout>;
  close(): Promise<void>;
};

/** How they are started. */
export type TwoSystemsOptions = {
  readonly routers?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly gatewayEnvironment?: Readonly<Record<string, string>>;
  readonly factsOf?: (sealedToken: string, gateway: EmbeddedGateway) => unknown;
};

const opsKey = 'gwo_test_of_the_router';

const read = async (response: Response): Promise<Answered> => {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const body = isJson && text !== '' ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, body };
};

/** Ports are known before anybody listens, so that routers can name each other. */
const startRouters = async (
  count: number,
  environment: Readonly<Record<string, string>>,
): Promise<Router[]> => {
  const surroundings = { log: createLog('silent'), version: '0.0.0', nowMs: Date.now };
  const routers: Router[] = [];
  for (let index = 0; index < count; index += 1) {
    const peers = routers.map(({ opsBaseUrl }) => opsBaseUrl).join(',');
    const config = readRouterConfig({
      ...environment,
      ...(peers !== '' && { ROLLOUT_PEERS: peers, ROLLOUT_PEER_KEY: opsKey }),
    });
    routers.push(await startRouter(config, surroundings));
  }
  return routers;
};

/** Starts them. */
export const startTwoSystems = async (options: TwoSystemsOptions = {}): Promise<TwoSystems> => {
  const apiKey = `gwk_test_${randomUUID()}`;
  const keys = { api_key_hashes: [hashApiKey(apiKey, 'demo')] };
  const behindLegacy = await startEmbedded({
    clients: { demo: { ...keys, itinerary_id_mode: 'plain' } },
  });
  const gateway = await startEmbedded({
    clients: { demo: { ...keys, itinerary_id_mode: 'plain' } },
    environment: {
      TWELVEGO_BASE_URL: behindLegacy.sandboxUrl,
      TWELVEGO_RECHECK_HOSTS: new URL(behindLegacy.sandboxUrl).origin,
      ...options.gatewayEnvironment,
    },
  });
  const legacy = await serveLegacy({
    gatewayUrl: behindLegacy.baseUrl,
    factsOf: (token) => options.factsOf?.(token, behindLegacy),
  });
  const routers = await startRouters(options.routers ?? 1, {
    HOST: '127.0.0.1',
    PORT: '0',
    OPS_PORT: '0',
    DRAIN_SECONDS: '0',
    METRICS_ACCESS: 'open',
    OPS_KEY_HASHES: `lan:act=${hashApiKey(opsKey, 'ops')}`,
    LEGACY_BASE_URL: legacy.url,
    GATEWAY_BASE_URL: gateway.baseUrl,
    ...(options.factsOf !== undefined && {
      LEGACY_TOKEN_FACTS_URL: `${legacy.url}/internal/tokens`,
      GATEWAY_OPS_URL: gateway.opsBaseUrl,
      GATEWAY_OPS_KEY: gateway.opsKey,
    }),
    ...options.environment,
  });
  const [first] = routers;
  if (first === undefined) throw new Error('there is no router');
  const ops: TwoSystems['ops'] = async (path, body, at = 0) =>
    read(
      await fetch(`${routers[at]?.opsBaseUrl}${path}`, {
        headers: { 'x-ops-key': opsKey, 'content-type': 'application/json' },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      }),
    );
  return {
    legacy,
    behindLegacy,
    gateway,
    routers,
    opsKey,
    clientId: 'demo',
    apiKey,
    ops,
    call: async (path, { method = 'GET', headers = {}, body } = {}, at = first.baseUrl) =>
      read(
        await fetch(`${at}/v1/demo${path}`, {
          method,
          redirect: 'manual',
          headers: {
            'x-api-key': apiKey,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      ),
    set: async (rule) => {
      const answer = await ops('/rollout/v1/flags', { change: { kind: 'set', rule }, reason: 'a test' });
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.body.rollout as Rollout;
    },
    close: async () => {
      await Promise.all(routers.map((router) => router.stop()));
      await legacy.close();
      await gateway.close();
      await behindLegacy.close();
    },
  };
};

const dayMs = 86_400_000;
let days = 0;
/** Another day than the calls around it get, within the calendar of the sandbox. */
const nextDay = (): string => {
  days = (days + 1) % 280;
  return new Date(Date.now() + (20 + days) * dayMs).toISOString().slice(0, 10);
};

/** A search of which both systems know the same trips. */
export const searchPath = (): string =>
  `/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=${nextDay()}&pax=1`;

/** Bangkok to Koh Chang: 14 seats, no seat map, instant. */
export const bangkokTrip = (): string => `TH014901tK0Rob00F0kQ2r7M-${nextDay()}-07:30`;

/** What it asks for. */
export const bangkokData = {
  email: 'mali.chai@traveller.example',
  mobile_phone: '+66811234567',
  passengers: [{ first_name: 'Mali', last_name: 'Chai', country_id: 'AR' }],
};
