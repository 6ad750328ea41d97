/** What is read again every few minutes: id tables, client settings, rates. */
import type { Config } from '../config/read.ts';
import type { Deps, ReadinessCheck } from '../deps.ts';
import { readPartners } from '../partners/client-file.ts';
import type { Partners } from '../partners/partner-directory.ts';
import { createSecretReader } from '../partners/secrets.ts';
import type { IdMap } from '../translate/ids/id-map.ts';
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

/** The copies, each refreshed by itself once it is started. */
export const createCopies = (
  config: Config,
  fuji: Fuji,
  { clock: { nowMs }, observe: { log, metrics }, secrets }: Around,
): Copies => {
  const common = { nowMs, random: Math.random, log };
  const read = () => readPartners(config.CLIENTS_FILE, createSecretReader(config.SECRETS_DIR));
  const { RATES_FILE: file, RATES_URL: url } = config;
  return {
    secrets,
    idMap: createRefreshed<IdMap>({
      ...common,
      name: 'The id tables',
      load: createIdTableLoader(fuji, config.ID_SNAPSHOT_FILE),
      everyMs: config.ID_MAP_REFRESH_SECONDS * 1000,
    }),
    clients: createRefreshed<Partners>({
      ...common,
      name: 'The client settings',
      initial: read(),
      load: async () => read(),
      everyMs: config.SECRETS_REFRESH_SECONDS * 1_000,
    }),
    rates: createRates({ ...common, metrics, file, url, everyMs: ratesEveryMs }),
  };
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
