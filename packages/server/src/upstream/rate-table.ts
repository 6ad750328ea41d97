/** Exchange rates in memory: a refresh that looks wrong is refused pair by pair and the old rate kept. */
import { createRateTable, type RateTable, refreshRates } from '@partner-gateway/pricing';
import type { Log } from '../observability/logger.ts';
import type { RateSource } from './rates.ts';

/** Loads a table; bad or absurdly moved rates are logged and the old ones stay. */
export const createRateLoader =
  (source: RateSource, log: Log) =>
  async (old: RateTable | undefined): Promise<RateTable> => {
    const fresh = await source.read();
    if (old === undefined) return createRateTable(fresh);
    const { table, refusals } = refreshRates(old, fresh);
    for (const { from, to, reason } of refusals)
      log('error', 'An exchange rate was refused', { reason: `${from}>${to} ${reason}` });
    return table;
  };
