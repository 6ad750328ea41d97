/** The configuration in an operator's hands: what is in force, without anything secret; and read again, with what came of it told and logged. */

import { keyLives } from '@partner-gateway/api-keys';
import type { Configuration, FieldError, Reloaded } from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';
import { GatewayError, UnusableSource } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
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

const mistakesOf = (field: string, failure: unknown): readonly FieldError[] => {
  if (failure === undefined) return [];
  return failure instanceof UnusableSource ? failure.mistakes : [{ field, message: 'cannot be read' }];
};

const sentence = (name: string, mistakes: readonly FieldError[]): string =>
  mistakes.length === 0 ? `${name} were reloaded.` : `${name} were refused; the old ones stay.`;

/**
 * Reloads. What can be used is taken even when the other cannot.
 *
 * @throws GatewayError `unprocessable` with every mistake when something was refused as a whole.
 */
export const reloadConfiguration = async (
  { service: { copies }, clock: { nowMs }, callers: { partners } }: Slice,
  operator: string | undefined,
  log: PartnerCall['log'],
): Promise<Reloaded> => {
  const { clients, rates, secrets } = copies;
  await Promise.all([clients.refresh(), rates.refresh(), secrets.refresh()]);
  const refused = {
    secrets: mistakesOf('secrets', secrets.failure()),
    clients: mistakesOf('clients', clients.failure()),
    rates: mistakesOf('rates', rates.failure()),
  };
  const fields = [...refused.clients, ...refused.rates, ...refused.secrets];
  const loaded = rates.current();
  const outcome = fields.length === 0 ? 'loaded' : 'refused';
  log(outcome === 'loaded' ? 'info' : 'error', 'Configuration reload', {
    operator,
    outcome,
    count: fields.length,
  });
  if (fields.length > 0 || loaded === undefined) {
    const detail = `${sentence('The client settings', refused.clients)} ${sentence('The exchange rates', refused.rates)} ${sentence('The secrets', refused.secrets)}`;
    throw new GatewayError('unprocessable', { detail, fields });
  }
  const { table, refusals } = loaded;
  return {
    clients: partners.all().length,
    rates: {
      source: table.source,
      as_of: table.asOf,
      pairs: table.rates.size,
      refused: refusals.map(({ from, to, reason, kept }) => ({ from, to, reason, kept })),
    },
    reloaded_at: toUtcSecond(nowMs()),
  };
};
