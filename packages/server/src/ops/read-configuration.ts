/** The configuration in force: variables, keys by their names, and the settings of clients, without anything secret. */
import type { Configuration } from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';
import { keyLives } from '../partners/api-keys.ts';
import type { ClientSettings } from '../partners/client-settings.ts';
import { namedPartners, type Partner } from '../partners/partner-directory.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Slice = Pick<Deps, 'callers' | 'clock' | 'service'>;

/** What is asked, and how a misspelt name is told from a foreign one. */
export type ConfigurationQuestion = {
  readonly clientId: string | undefined;
  readonly nearestName: (name: string, known: readonly string[]) => string | undefined;
};

/** Where changes are posted to may hold a key in its path. */
const shownOf = ({ webhook, api_key_hashes: _hashes, client_id: _id, ...settings }: ClientSettings) => ({
  ...settings,
  ...(webhook !== undefined && { webhook: { ...webhook, url: new URL(webhook.url).origin } }),
});

const clientOf = (
  { clientId, settings, upstreamKey }: Partner,
  nowMs: number,
): Configuration['clients'][number] => {
  const { live, nextExpiryMs } = keyLives(settings.api_key_hashes, nowMs);
  return {
    client_id: clientId,
    live_keys: live,
    expired_keys: settings.api_key_hashes.length - live,
    next_key_expiry: nextExpiryMs === undefined ? null : toUtcSecond(nextExpiryMs),
    has_upstream_key: upstreamKey !== undefined,
    settings: shownOf(settings),
  };
};

/** Reads it. @throws GatewayError `client_not_found` */
export const readConfiguration = (
  { callers, clock, service }: Slice,
  { clientId, nearestName }: ConfigurationQuestion,
): Configuration => {
  const partners = namedPartners(callers.partners, clientId);
  const { variables, others } = service.settings;
  const { sealingKeys, operators } = service.secretNames();
  const known = variables.map(({ name }) => name);
  const nowMs = clock.nowMs();
  return {
    variables: [...variables],
    misspelt: others.flatMap((name) => {
      const meant = nearestName(name.replace(/_FILE$/, ''), known);
      return meant === undefined ? [] : [{ name, meant }];
    }),
    sealing_keys: sealingKeys,
    operators: [...operators],
    clients: partners.map((partner) => clientOf(partner, nowMs)),
    read_at: toUtcSecond(nowMs),
  };
};
