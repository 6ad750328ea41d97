/** What was read anew and is another than before: settings of clients, rates and master data, as notices told once over all instances. */
import { createHash } from 'node:crypto';
import type { IdMap } from '@partner-gateway/itineraries';
import type { Notice } from '@partner-gateway/write-guard';
import { toNotice } from './outbox-events.ts';

/** What is in force. */
export type CopiesNow = {
  readonly clients: ReadonlyMap<string, { readonly settings: unknown }> | undefined;
  /** By the pair, when each rate was so. */
  readonly rates: ReadonlyMap<string, { readonly asOfMs: number }> | undefined;
  readonly idMap: IdMap | undefined;
};

type Moment = { readonly nowMs: number; readonly correlationId: string };

const versionOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 16);

const envelope = ({ nowMs, correlationId }: Moment) => ({
  timestamp: new Date(nowMs).toISOString(),
  correlationId,
  traceId: null,
  clientId: null,
  bookingId: null,
});

const changed = (scope: 'clients' | 'rates', content: unknown, moment: Moment): Notice => {
  const version = versionOf(content);
  const event = { ...envelope(moment), eventType: 'config.changed', data: { scope, version } } as const;
  return toNotice(event, { of: `config:${scope}`, is: version });
};

const synced = (
  entity: 'stations' | 'operators' | 'pois',
  ids: Iterable<readonly [unknown, unknown]>,
  moment: Moment,
): Notice => {
  const rows = [...ids];
  const version = versionOf(rows);
  const data = { entity, version, count: rows.length };
  const event = { ...envelope(moment), eventType: 'content.entities_synced', data } as const;
  return toNotice(event, { of: `content:${entity}`, is: version });
};

/** Whether anything was read anew. */
export const isSameCopies = (one: CopiesNow, other: CopiesNow): boolean =>
  one.clients === other.clients && one.rates === other.rates && one.idMap === other.idMap;

/** The notices of what is in force; a state that was told before is told no more. */
export const noticesOfCopies = ({ clients, rates, idMap }: CopiesNow, moment: Moment): Notice[] => [
  ...(clients === undefined
    ? []
    : [
        changed(
          'clients',
          [...clients.values()].map(({ settings }) => settings),
          moment,
        ),
      ]),
  ...(rates === undefined
    ? []
    : [
        changed(
          'rates',
          [...rates].map(([pair, { asOfMs }]) => [pair, asOfMs]),
          moment,
        ),
      ]),
  ...(idMap === undefined
    ? []
    : [
        synced(
          'stations',
          Array.from(idMap.stations.ids(), (id) => [id, idMap.stations.fujiIdOf(id)] as const),
          moment,
        ),
        synced('operators', idMap.operators, moment),
        synced('pois', idMap.provincesByPoi, moment),
      ]),
];
