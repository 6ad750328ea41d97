/** Secrets that may change while the gateway runs: read anew from their files, taken over whole or not at all. */

import type { Operator } from '@partner-gateway/api-keys';
import { readOperators } from '@partner-gateway/api-keys';
import type { Config } from '@partner-gateway/settings';
import { type KeyRing, parseKeyRing } from '@partner-gateway/tokens';
import type { Observe, SecretNames } from '../deps.ts';
import type { Refreshed, RefreshOptions } from '../upstream/refreshed.ts';
import { createRefreshed } from '../upstream/refreshed.ts';

export type Secrets = {
  readonly keyRing: KeyRing;
  readonly operators: readonly Operator[];
  readonly notificationSecrets: readonly string[];
  readonly creditLineKey: string | undefined;
  readonly kafkaPassword: string | undefined;
};

const toSecrets = (config: Config): Secrets => ({
  keyRing: parseKeyRing(config.SEALING_KEYS, config.SEALING_ACTIVE_KEY_ID),
  operators: readOperators(config.OPS_KEY_HASHES),
  notificationSecrets: config.NOTIFICATION_SECRET ?? [],
  creditLineKey: config.CREDIT_LINE_KEY,
  kafkaPassword: config.KAFKA_SASL_PASSWORD,
});

/** What an entry without a scope may do is more than most operators need. */
const tellUnscoped = ({ operators }: Secrets, { log }: Pick<Observe, 'log'>): void => {
  const names = operators.filter(({ isScoped }) => !isScoped).map(({ name }) => name);
  if (names.length === 0) return;
  const [reason, operator] = ['ops_keys_without_scope', names.join(' ')];
  log('warn', 'Keys of operators may do everything, because their entries name no scope', {
    reason,
    operator,
    count: names.length,
  });
};

/** A copy that is there from the start, and what it holds now. */
export type LiveSecrets = { readonly copy: Refreshed<Secrets>; readonly current: () => Secrets };

type Around = Pick<RefreshOptions<Secrets>, 'nowMs'> & {
  readonly observe: Pick<Observe, 'log' | 'metrics'>;
  /** Logs in with what changed where connections stay open; the settings are not taken over when it fails. */
  readonly logIn: (config: Config) => Promise<void>;
  /** Reads the settings anew. Default: they stay as they were at the start. */
  readonly rereadConfig: (() => Config) | undefined;
};

/**
 * Reads them at once.
 *
 * @throws KeyRingError, or an Error that names what cannot be used and never its content
 */
export const createSecrets = (
  config: Config,
  { nowMs, observe, rereadConfig, logIn }: Around,
): LiveSecrets => {
  const initial = toSecrets(config);
  tellUnscoped(initial, observe);
  const copy = createRefreshed<Secrets>({
    name: 'The secrets',
    initial,
    async load() {
      if (rereadConfig === undefined) return initial;
      const changed = rereadConfig();
      const secrets = toSecrets(changed);
      await logIn(changed);
      return secrets;
    },
    everyMs: config.SECRETS_REFRESH_SECONDS * 1_000,
    nowMs,
    random: Math.random,
    log: observe.log,
    onFailure: () => observe.metrics.count('gateway.copy.refresh_failed', { name: 'secrets' }),
  });
  return { copy, current: () => copy.current() ?? initial };
};

/** What they are called: nothing of it opens anything. */
export const secretNames = ({ keyRing, operators }: Secrets): SecretNames => ({
  sealingKeys: { ids: [...keyRing.keyIds], active: keyRing.active.keyId },
  operators: operators.map(({ name, scope }) => ({ name, scope })),
});

/** The ring of the moment, for those who keep one. */
export const currentKeyRing = (secrets: () => Secrets): KeyRing => ({
  get active() {
    return secrets().keyRing.active;
  },
  get keyIds() {
    return secrets().keyRing.keyIds;
  },
  find: (keyId) => secrets().keyRing.find(keyId),
});
