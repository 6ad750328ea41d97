/** How Kafka failed, in one word: what is thrown holds no address, no name and no secret. */

/** What went wrong with the cluster. */
export const kafkaFailureReasons = [
  /** No broker can be reached, or the connection broke. */
  'unreachable',
  /** No answer in time; what was sent may have arrived. */
  'timeout',
  /** The login was refused. */
  'auth',
  /** The login may not do this. */
  'forbidden',
  'topic_missing',
  /** Too few copies of a partition are in step. */
  'too_few_replicas',
  'record_too_large',
  /** The brokers do not know what was asked of them. */
  'unsupported',
  /** Anything else. */
  'failed',
] as const;
export type KafkaFailureReason = (typeof kafkaFailureReasons)[number];

/** Kafka failed; `reason` says how. */
export class KafkaFailure extends Error {
  override readonly name = 'KafkaFailure';
  readonly reason: KafkaFailureReason;
  constructor(reason: KafkaFailureReason) {
    super(`Kafka: ${reason}`);
    this.reason = reason;
  }
}

/** Ids of the protocol's errors, and codes of the client library, that say more than that it failed. */
const reasons: Readonly<Record<string, KafkaFailureReason>> = {
  PLT_KFK_AUTHENTICATION: 'auth',
  SASL_AUTHENTICATION_FAILED: 'auth',
  UNSUPPORTED_SASL_MECHANISM: 'auth',
  ILLEGAL_SASL_STATE: 'auth',
  TOPIC_AUTHORIZATION_FAILED: 'forbidden',
  GROUP_AUTHORIZATION_FAILED: 'forbidden',
  CLUSTER_AUTHORIZATION_FAILED: 'forbidden',
  UNKNOWN_TOPIC_OR_PARTITION: 'topic_missing',
  NOT_ENOUGH_REPLICAS: 'too_few_replicas',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'too_few_replicas',
  MESSAGE_TOO_LARGE: 'record_too_large',
  RECORD_LIST_TOO_LARGE: 'record_too_large',
  REQUEST_TIMED_OUT: 'timeout',
  PLT_KFK_UNSUPPORTED_API: 'unsupported',
  PLT_KFK_NETWORK: 'unreachable',
};

/** Of several, the one that tells most: a refused login shows as a broken connection too. */
const precedence: readonly KafkaFailureReason[] = [
  'auth',
  'forbidden',
  'topic_missing',
  'record_too_large',
  'too_few_replicas',
  'unsupported',
  'timeout',
  'unreachable',
];

const memberOf = (error: object, name: string): unknown => Reflect.get(error, name);

/** An error and all that it was made of. */
const wholeOf = (error: unknown): object[] => {
  if (typeof error !== 'object' || error === null) return [];
  const inner = memberOf(error, 'errors');
  return [
    error,
    ...(Array.isArray(inner) ? inner : []).flatMap(wholeOf),
    ...wholeOf(memberOf(error, 'cause')),
  ];
};

const reasonOf = (error: object): KafkaFailureReason | undefined => {
  const message = memberOf(error, 'message');
  // The library has these two as texts alone; a time that ran out has the code of a broken connection.
  if (typeof message === 'string' && /^Unknown topic /.test(message)) return 'topic_missing';
  if (typeof message === 'string' && /timed out/i.test(message)) return 'timeout';
  const named = [memberOf(error, 'apiId'), memberOf(error, 'code')].map((name) => reasons[String(name)]);
  return named.find((reason) => reason !== undefined);
};

/** Reads what the client library threw. */
export const toKafkaFailure = (error: unknown): KafkaFailure => {
  if (error instanceof KafkaFailure) return error;
  const found = new Set(wholeOf(error).map(reasonOf));
  return new KafkaFailure(precedence.find((reason) => found.has(reason)) ?? 'failed');
};
