/** The partners: who they are by client id and API key, which 12go key is theirs, and their price rules. */

import { hashApiKey, isKeyOf } from '@partner-gateway/api-keys';
import type { MarkupBook } from '@partner-gateway/pricing';
import type { WebhookEndpoint } from '@partner-gateway/webhooks';
import { GatewayError } from '../errors.ts';
import type { ClientSettings } from './client-settings.ts';

/**
 * A partner as the gateway works with it: settings, key and price rules of one reading of the client file. A request
 * keeps the one it was authenticated with, so a change in the middle of it mixes nothing.
 */
export type Partner = {
  readonly clientId: string;
  readonly settings: ClientSettings;
  /** The client's 12go key; undefined when its secret is missing, which is never replaced by another client's key. */
  readonly upstreamKey: string | undefined;
  readonly markups: MarkupBook;
  /** Where changes of its bookings are posted; undefined where it has no such place, or the secret of it is missing. */
  readonly webhook?: WebhookEndpoint | undefined;
};

/** Every partner by client id. */
export type Partners = ReadonlyMap<string, Partner>;

/**
 * The client that an operator names, or every client when none is named.
 *
 * @throws GatewayError `client_not_found`
 */
export const namedPartners = (
  { find, all }: Pick<PartnerDirectory, 'find' | 'all'>,
  clientId: string | undefined,
): readonly Partner[] => (clientId === undefined ? all() : [configuredPartner({ find }, clientId)]);

/** The client that an operator names. @throws GatewayError `client_not_found` */
export const configuredPartner = ({ find }: Pick<PartnerDirectory, 'find'>, clientId: string): Partner => {
  const partner = find(clientId);
  if (partner !== undefined) return partner;
  throw new GatewayError('client_not_found', { detail: 'The client is not configured.' });
};

/** Looks partners up. */
export type PartnerDirectory = {
  /** The enabled client with this id when the key is one of its keys; the same time is spent on an unknown client. */
  authenticate(clientId: string, apiKey: string): Partner | undefined;
  /** The one enabled client that has this key; every key of every client is compared, whichever matches. */
  findByKey(apiKey: string): Partner | undefined;
  /** Why a client and a key do not go together, in a word for the log; the same time is spent whatever it is. */
  whyRefused(clientId: string | undefined, apiKey: string): KeyRefusal;
  /** The client with this id, enabled or not. */
  find(clientId: string): Partner | undefined;
  /** Every client. */
  all(): readonly Partner[];
};

/** In words of a closed list, which nobody outside is told. */
export type KeyRefusal =
  | 'client_unknown'
  | 'client_disabled'
  | 'key_expired'
  | 'key_of_another_client'
  | 'key_wrong';

const nobody = hashApiKey('nobody has this key', 'nobody');

/**
 * Makes a directory.
 *
 * @param partners the partners at hand, looked at anew each time.
 */
export const createPartnerDirectory = (partners: () => Partners, nowMs: () => number): PartnerDirectory => ({
  authenticate(clientId, apiKey) {
    const partner = partners().get(clientId);
    const known = isKeyOf(partner?.settings.api_key_hashes ?? [nobody], apiKey, nowMs());
    return partner !== undefined && known && partner.settings.enabled ? partner : undefined;
  },
  findByKey(apiKey) {
    const owners = [...partners().values()].filter(({ settings }) => {
      const known = isKeyOf(settings.api_key_hashes, apiKey, nowMs());
      return settings.enabled && known;
    });
    return owners.length === 1 ? owners[0] : undefined;
  },
  whyRefused(clientId, apiKey) {
    const partner = clientId === undefined ? undefined : partners().get(clientId);
    const ever = isKeyOf(partner?.settings.api_key_hashes ?? [nobody], apiKey, Number.NEGATIVE_INFINITY);
    const isOfSomebody = [...partners().values()]
      .map(({ settings }) => isKeyOf(settings.api_key_hashes, apiKey, nowMs()))
      .includes(true);
    if (partner === undefined) return clientId === undefined ? 'key_wrong' : 'client_unknown';
    if (!partner.settings.enabled) return 'client_disabled';
    if (ever) return 'key_expired';
    return isOfSomebody ? 'key_of_another_client' : 'key_wrong';
  },
  find: (clientId) => partners().get(clientId),
  all: () => [...partners().values()],
});
