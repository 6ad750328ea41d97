/** How a Kafka cluster is reached: brokers, a name, and how the other side is known; with times that end. */
import type { ConnectionOptions as TlsOptions } from 'node:tls';
import type { BaseOptions, SASLMechanismValue } from '@platformatic/kafka';

/** Where the cluster is and who we are there. */
export type KafkaConnection = {
  /** `host:port` of one or more brokers, which tell of the others. */
  readonly brokers: readonly string[];
  /** Our name in the logs and quotas of the brokers; without blanks. */
  readonly clientName: string;
  readonly sasl?: KafkaLogin;
  /** Certificates and the like as Node takes them; `{}` for TLS with the usual authorities, none for no TLS. */
  readonly tls?: TlsOptions;
};

/** A login; send it over TLS only, `plain` shows the password to whoever listens. */
export type KafkaLogin = {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  /** A function is asked with each connection, so that it may change. */
  readonly password: string | (() => string);
};

const mechanisms: Readonly<Record<KafkaLogin['mechanism'], SASLMechanismValue>> = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
};

/** What each step may take, and how often it is tried; a retry of the producer is known to the brokers as one. */
const patience = {
  connectTimeout: 3_000,
  requestTimeout: 5_000,
  timeout: 5_000,
  retries: 2,
  retryDelay: 200,
} as const;

/** The same in the words of the client library. */
export const toClientOptions = ({ brokers, clientName, sasl, tls }: KafkaConnection): BaseOptions => ({
  ...patience,
  clientId: clientName,
  bootstrapBrokers: [...brokers],
  // A topic that is missing is somebody's mistake; a broker that makes it up makes it with the wrong partitions.
  autocreateTopics: false,
  ...(sasl !== undefined && {
    sasl: { mechanism: mechanisms[sasl.mechanism], username: sasl.username, password: sasl.password },
  }),
  ...(tls !== undefined && { tls, tlsServerName: true }),
});
