/** What a gateway that runs beside another one, with the same clients, keys and neighbours, has to be told. */
import type { Config } from '@partner-gateway/settings';

/** The settings in common, with ports of its own and no time to leave in; everything else is up to the test. */
export const besideSettings = (config: Config): Record<string, string> => {
  const { CLIENTS_FILE, SECRETS_DIR, SEALING_KEYS, BOOKING_ID_SECRET, TWELVEGO_BASE_URL } = config;
  const { FUJI_BASE_URL, RATES_URL = '', CREDIT_LINE_URL, SHED_SEARCH_DELAY_MS, SHED_ALL_DELAY_MS } = config;
  return {
    ...{ CLIENTS_FILE, SECRETS_DIR, SEALING_KEYS, BOOKING_ID_SECRET, TWELVEGO_BASE_URL },
    ...{ FUJI_BASE_URL, RATES_URL, CREDIT_LINE_URL },
    // Beside much else a machine is slow without being overloaded.
    SHED_SEARCH_DELAY_MS: String(SHED_SEARCH_DELAY_MS),
    SHED_ALL_DELAY_MS: String(SHED_ALL_DELAY_MS),
    ...{ HOST: '127.0.0.1', PORT: '0', OPS_PORT: '0', DRAIN_SECONDS: '0' },
  };
};
