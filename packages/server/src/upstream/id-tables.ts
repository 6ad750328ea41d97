/** The id tables in memory: loaded whole from the master-data service or a snapshot file, validated, swapped at once. */
import { readFile } from 'node:fs/promises';
import { createIdMap, type IdMap, parseIdSnapshot } from '@partner-gateway/itineraries';
import type { IdTables } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { Fuji } from './fuji.ts';
import type { Refreshed } from './refreshed.ts';

/** Loads id tables from a snapshot file when one is configured, otherwise from the master-data service. */
export const createIdTableLoader =
  (fuji: Fuji, snapshotFile: string | undefined) => async (): Promise<IdMap> => {
    const json: unknown =
      snapshotFile === undefined ? await fuji.idTables() : JSON.parse(await readFile(snapshotFile, 'utf8'));
    return createIdMap(parseIdSnapshot(json));
  };

/** The tables as flows see them. */
export const toIdTables = (copy: Refreshed<IdMap>, source: IdTables['source'] = 'master_data'): IdTables => ({
  source,
  hasFailed: () => copy.failure() !== undefined,
  current() {
    const map = copy.current();
    if (map === undefined)
      throw new GatewayError('not_ready', {
        detail: 'The id tables are not loaded yet.',
        retryAfterSeconds: 2,
      });
    return map;
  },
  ageSeconds: () => copy.ageSeconds(),
});
