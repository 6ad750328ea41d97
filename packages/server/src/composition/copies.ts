/** What is read again every few minutes: id tables, client settings, rates. */

import type { IdMap } from '@partner-gateway/itineraries';
import type { Config } from '@partner-gateway/settings';
import type { Deps, Observe, ReadinessCheck } from '../deps.ts';
import { createPartnersReader, withUnchanged } from '../partners/client-file.ts';
import type { Partners } from '../partners/partner-directory.ts';
import { createSecretReader } from '../partners/secrets.ts';
import type { Fuji } from '../upstream/fuji.ts';
import { createIdTableLoader } from '../upstream/id-tables.ts';
import type { LoadedRates } from '../upstream/rate-table.ts';
import { checkRates, createRates } from '../upstream/rate-table.ts';
import type { Refreshed } from '../upstream/refreshed.ts';
import { checkCopy, createRefreshed } from '../upstream/refreshed.ts';
import type { Secrets } from './secrets.ts';

export type Copies = {
  readonly idMap: Refreshed<IdMap>;
  readonly clients: Refreshed<Partners>;
  readonly rates: Refreshed<LoadedRates>;
  readonly secrets: Refreshed<Secrets>;
};

/** Translation rules §5.4; the copies add ±10 %. */
const ratesEveryMs = 5 * 60_000;

type Around = Pick<Deps, 'clock' | 'observe'> & { readonly secrets: Refreshed<Secrets> };

/** Tells how long ago each was read well. */
const observeCopies = (
  { idMap, clients, rates, secrets }: Copies,
  { metrics }: Pick<Observe, 'metrics'>,
): void => {
  const named = { id_map: idMap, client_settings: clients, exchange_rates: rates, secrets };
  for (const [name, copy] of Object.entries(named))
    metrics.observe('gateway.copy.age_seconds', () => copy.ageSeconds(), { name });
};

/** Reads the client file and its secrets as they are each time. */
export const clientsReader = ({
  CLIENTS_FILE,
  SECRETS_DIR,
  WEBHOOK_ALLOW_PRIVATE,
}: Config): (() => Partners) =>
  createPartnersReader(CLIENTS_FILE, createSecretReader(SECRETS_DIR), {
    allowPrivate: WEBHOOK_ALLOW_PRIVATE,
  });

/** The copies, each refreshed by itself once it is started. */
export const createCopies = (
  config: Config,
  fuji: Fuji,
  { clock: { nowMs }, observe: { log, metrics }, secrets }: Around,
): Copies => {
  const common = { nowMs, random: Math.random, log };
  const counting = (name: string) => ({
    onFailure: () => metrics.count('gateway.copy.refresh_failed', { name }),
  });
  const read = clientsReader(config);
  const { RATES_FILE: file, RATES_URL: url } = config;
  const copies: Copies = {
    secrets,
    idMap: createRefreshed<IdMap>({
      ...common,
      ...counting('id_map'),
      name: 'The id tables',
      load: createIdTableLoader(fuji, config.ID_SNAPSHOT_FILE),
      everyMs: config.ID_MAP_REFRESH_SECONDS * 1000,
    }),
    clients: createRefreshed<Partners>({
      ...common,
      ...counting('client_settings'),
      name: 'The client settings',
      initial: read(),
      load: async (before) => withUnchanged(read(), before),
      everyMs: config.SECRETS_REFRESH_SECONDS * 1_000,
    }),
    rates: createRates({
      ...common,
      ...counting('exchange_rates'),
      metrics,
      file,
      url,
      everyMs: ratesEveryMs,
    }),
  };
  observeCopies(copies, { metrics });
  return copies;
};

/** What `/ready` says of them. */
export const checkCopies = (
  { idMap, clients, rates, secrets }: Copies,
  nowMs: () => number,
): ReadinessCheck[] => [
  async () => checkCopy('id_map', idMap),
  async () => checkCopy('client_settings', clients),
  async () => checkCopy('secrets', secrets),
  async () => checkRates(rates.current(), nowMs()),
];
