/** What is told of bookings: to partners, and to whoever follows them. */
import { z } from 'zod';
import { type CrossCheck, isProduction } from './cross-check.ts';
import { flag, list, nodeList, whole } from './formats.ts';

const seconds = list
  .refine(
    (items) => items.length > 0 && items.length <= 20 && items.every((item) => /^\d{1,6}$/.test(item)),
    'must be up to twenty whole numbers, comma separated',
  )
  .transform((items) => items.map(Number));

export const eventVariables = {
  OUTBOX_ENTRIES_MAX: whole(100, 10_000_000)
    .prefault('50000')
    .describe(
      'Most changes of a client’s bookings that are kept for webhooks and the feed; about 0.5 KB each. The oldest go, those that nobody has read are counted; none is older than 7 days.',
    ),
  WEBHOOK_RETRY_SECONDS: seconds
    .prefault('30,300,1800')
    .describe(
      'Pauses after the attempts of a webhook that fail, ±20 %; after the last one it is a dead letter.',
    ),
  WEBHOOK_ALLOW_PRIVATE: flag
    .prefault('false')
    .describe(
      'Lets webhooks go to private addresses, to any port and without TLS; for a development machine.',
    ),
  KAFKA_BROKERS: nodeList
    .optional()
    .describe(
      'Kafka brokers, `host:port`, comma separated, that events of bookings are published to; unset: none are.',
    ),
  KAFKA_TLS: flag.prefault('false').describe('Whether the brokers are reached over TLS.'),
  KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .optional()
    .describe('How the relay proves to the brokers who it is; unset: it does not.'),
  KAFKA_SASL_USERNAME: z.string().min(1).optional().describe('Its name there.'),
  KAFKA_SASL_PASSWORD: z.string().min(1).optional().describe('Its password there.'),
  KAFKA_LEGACY_TOPICS: z
    .string()
    .optional()
    .describe(
      'Old topics that get the same records until their consumers have moved: JSON such as `{"booking.reserved":["BookSucceeded"]}`.',
    ),
};

/** Read from the variables as they are given, so that these mistakes are reported beside the malformed ones. */
export const eventChecks: readonly CrossCheck[] = [
  [
    ({ KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: name, KAFKA_SASL_PASSWORD: password }) =>
      new Set([mechanism, name, password].map((value) => value === undefined)).size > 1,
    'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are required together',
  ],
  [
    ({ KAFKA_SASL_MECHANISM, KAFKA_TLS, ...given }) =>
      isProduction(given) && KAFKA_SASL_MECHANISM !== undefined && KAFKA_TLS !== 'true',
    'KAFKA_TLS=true is required in production where there is a password',
  ],
  [
    ({ KAFKA_LEGACY_TOPICS, KAFKA_BROKERS }) =>
      KAFKA_LEGACY_TOPICS !== undefined && KAFKA_BROKERS === undefined,
    'KAFKA_LEGACY_TOPICS is of no use without KAFKA_BROKERS',
  ],
  [
    (given) => isProduction(given) && given.WEBHOOK_ALLOW_PRIVATE === 'true',
    'WEBHOOK_ALLOW_PRIVATE=true lets partners reach what is inside; it is not for production',
  ],
];

type KafkaVariables = z.output<z.ZodObject<typeof eventVariables>>;

/**
 * Where the brokers are and who we are there, as a Kafka client wants it; undefined where there are none. The password is asked for with
 * each connection. Default: that of `config`.
 */
export const kafkaConnectionOf = (
  config: KafkaVariables,
  passwordNow: () => string | undefined = () => config.KAFKA_SASL_PASSWORD,
) => {
  const { KAFKA_BROKERS: brokers, KAFKA_SASL_MECHANISM: mechanism } = config;
  if (brokers === undefined) return undefined;
  const { KAFKA_SASL_USERNAME: username = '' } = config;
  const password = () => passwordNow() ?? '';
  return {
    brokers: brokers.map(({ host, port }) => `${host}:${port}`),
    ...(mechanism !== undefined && { sasl: { mechanism, username, password } }),
    ...(config.KAFKA_TLS && { tls: {} }),
  };
};
