/** The gateway itself: its listeners, its log, what operators show. */
import { z } from 'zod';
import { type CrossCheck, isProduction } from './cross-check.ts';
import { httpUrl, isSource, list, whole } from './formats.ts';

/** Beside addresses, the names that Fastify knows for ranges of them. */
const isProxy = (text: string): boolean =>
  isSource(text) || ['loopback', 'linklocal', 'uniquelocal'].includes(text);

export const gatewayVariables = {
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('`production` refuses unsafe settings.'),
  HOST: z.string().default('0.0.0.0').describe('Address of the partner listener.'),
  PORT: whole(0, 65_535).prefault('8080').describe('Port of the partner listener; 0 for any free one.'),
  OPS_HOST: z.string().default('127.0.0.1').describe('Address of the ops listener.'),
  OPS_PORT: whole(0, 65_535).prefault('8081').describe('Port of the ops listener; 0 for any free one.'),
  OPS_KEY_HASHES: list
    .prefault('')
    .describe(
      'Operators’ key hashes, `name:scope=sha256$salt$hex`, comma separated; scopes are `read`, `act`, `admin`, and none is `admin`.',
    ),
  METRICS_ACCESS: z
    .enum(['key', 'open'])
    .default('key')
    .describe(
      'Whether `/metrics` on the ops listener asks for an operator’s key, as `x-ops-key` or bearer token, or for none.',
    ),
  PUBLIC_BASE_URL: httpUrl
    .optional()
    .describe(
      'Base of problem `type` URIs, and the name of the environment in the console; default: the listener’s own address.',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('Lowest level that is logged.'),
  DRAIN_SECONDS: whole(0, 60)
    .prefault('5')
    .describe('How long it goes on serving once it is told to end, while `/ready` says so to the balancer.'),
  TRUST_PROXY: list
    .refine((proxies) => proxies.every(isProxy), 'must be IP addresses or CIDR ranges')
    .optional()
    .describe('Addresses of proxies whose forwarding headers count.'),
};

/** Read from the variables as they are given, so that these mistakes are reported beside the malformed ones. */
export const gatewayChecks: readonly CrossCheck[] = [
  [
    (given) => isProduction(given) && given.OPS_KEY_HASHES === undefined,
    'OPS_KEY_HASHES is required in production',
  ],
];
