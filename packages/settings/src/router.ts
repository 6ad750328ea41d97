/** The settings of the traffic router, which knows neither Redis nor a key of 12go. */
import { z } from 'zod';
import type { CrossCheck } from './cross-check.ts';
import { flag, httpUrl, list, whole } from './formats.ts';
import { gatewayChecks, gatewayVariables } from './gateway.ts';
import { readVariables } from './read-variables.ts';
import { telemetryChecks, telemetryVariables } from './telemetry.ts';

const origin = httpUrl.refine(
  (url) => new URL(url).origin === url,
  'must be an address without a path, such as http://gateway:8080',
);

const urls = list.refine(
  (items) => items.every((item) => URL.canParse(item) && new URL(item).origin === item.replace(/\/+$/, '')),
  'must be addresses such as http://router-0:8081, comma separated',
);

const { TRUST_PROXY: _ofGateway, ...listeners } = gatewayVariables;
const {
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: _noSpans,
  OTEL_TRACES_SAMPLER: _noSampler,
  OTEL_TRACES_SAMPLER_ARG: _noPart,
  ...metricsVariables
} = telemetryVariables;

/** Every environment variable of the router, with its default and meaning. */
export const routerSchema = z.object({
  ...listeners,
  PUBLIC_BASE_URL: httpUrl
    .optional()
    .describe(
      'Base of problem `type` URIs, and the name of the environment in the console; default: the gateway’s address.',
    ),
  LEGACY_BASE_URL: origin.describe('Where the old system is.'),
  GATEWAY_BASE_URL: origin.describe('Where the gateway is.'),
  LEGACY_TIMEOUT_SECONDS: whole(1, 300)
    .prefault('60')
    .describe('How long the old system may take to begin an answer, and to go on with it.'),
  GATEWAY_TIMEOUT_SECONDS: whole(1, 300).prefault('60').describe('The same for the gateway.'),
  SIDE_CONNECTIONS: whole(1, 10_000)
    .prefault('256')
    .describe('Most connections to each of the two; further requests wait for one.'),
  ROLLOUT_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('JSON file of the rollout, looked at again every second; unset: the old system answers all.'),
  ROLLOUT_FILE_WRITABLE: flag
    .prefault('false')
    .describe('Whether a change by the ops API is written into that file.'),
  ROLLOUT_PEERS: urls
    .prefault('')
    .describe(
      'Ops addresses of all routers, comma separated; a name that stands for many addresses stands for many routers. A change at one is in effect at all within seconds.',
    ),
  ROLLOUT_PEER_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('An operator’s key of scope `read`, with which routers ask each other; secret.'),
  COPY_CONCURRENCY: whole(1, 1_000)
    .prefault('8')
    .describe('Most copies to the gateway that go on at a time; one more is dropped.'),
  COPY_ANSWER_KIB_MAX: whole(1, 65_536).prefault('2048').describe('Larger answers are not compared.'),
  COPY_TIMEOUT_SECONDS: whole(1, 120).prefault('25').describe('How long a copy may take.'),
  LEGACY_TOKEN_FACTS_URL: httpUrl
    .optional()
    .describe(
      'Where the old system tells what is in a booking token of its own, `{url}/{token}`; with it, its bookings are run dry at the gateway.',
    ),
  GATEWAY_OPS_URL: origin.optional().describe('The gateway’s ops address, for dry runs.'),
  GATEWAY_OPS_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('An operator’s key of the gateway, of scope `act`, for dry runs; secret.'),
  ...metricsVariables,
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe(
      'The collector that metrics are sent to, at `/v1/metrics` below this URL; unset: none are sent.',
    ),
  OTEL_SERVICE_NAME: z
    .string()
    .max(255)
    .default('partner-router')
    .describe('The name of the service in metrics.'),
});

/** The router's settings. */
export type RouterConfig = Readonly<z.output<typeof routerSchema>>;

const routerChecks: readonly CrossCheck[] = [
  ...gatewayChecks,
  ...telemetryChecks,
  [
    ({ LEGACY_TOKEN_FACTS_URL, GATEWAY_OPS_URL, GATEWAY_OPS_KEY }) =>
      new Set([LEGACY_TOKEN_FACTS_URL, GATEWAY_OPS_URL, GATEWAY_OPS_KEY].map((value) => value === undefined))
        .size > 1,
    'LEGACY_TOKEN_FACTS_URL, GATEWAY_OPS_URL and GATEWAY_OPS_KEY are required together',
  ],
  [
    ({ ROLLOUT_PEERS, ROLLOUT_PEER_KEY }) => ROLLOUT_PEERS !== undefined && ROLLOUT_PEER_KEY === undefined,
    'ROLLOUT_PEER_KEY is required with ROLLOUT_PEERS',
  ],
  [
    ({ ROLLOUT_FILE, ROLLOUT_FILE_WRITABLE }) =>
      ROLLOUT_FILE === undefined && ROLLOUT_FILE_WRITABLE === 'true',
    'ROLLOUT_FILE_WRITABLE=true is of no use without ROLLOUT_FILE',
  ],
  [
    ({ LEGACY_BASE_URL, GATEWAY_BASE_URL }) =>
      LEGACY_BASE_URL !== undefined && LEGACY_BASE_URL === GATEWAY_BASE_URL,
    'LEGACY_BASE_URL and GATEWAY_BASE_URL are the same',
  ],
];

/** Secrets of the router, each of which may stand in a file instead, `…_FILE`. */
export const routerSecrets = [
  'OPS_KEY_HASHES',
  'ROLLOUT_PEER_KEY',
  'GATEWAY_OPS_KEY',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const;

/**
 * Reads the router's settings from an environment, and the files that it names for secrets.
 *
 * @throws ConfigError naming every variable that is missing or wrong; values are never quoted.
 * @example
 * ```ts
 * const config = readRouterConfig({ LEGACY_BASE_URL: 'http://legacy:8080', GATEWAY_BASE_URL: 'http://gateway:8080' });
 * ```
 */
export const readRouterConfig = (environment: Readonly<Record<string, string | undefined>>): RouterConfig =>
  Object.freeze(
    readVariables(
      { program: 'The router', schema: routerSchema, checks: routerChecks, secrets: routerSecrets },
      environment,
    ),
  );
