/** The partners: who they are by client id and API key, and which 12go key is theirs. */
import { hashApiKey, isKeyOf } from './api-keys.ts';
import type { ClientSettings } from './client-settings.ts';

/** A partner as the gateway works with it. */
export type Partner = {
  readonly settings: ClientSettings;
  /** The client's 12go key; undefined when its secret is missing, which is never replaced by another client's key. */
  readonly upstreamKey: string | undefined;
};

/** Looks partners up. */
export type PartnerDirectory = {
  /** The enabled client with this id when the key is one of its keys; the same time is spent on an unknown client. */
  authenticate(clientId: string, apiKey: string): Partner | undefined;
  /** The client with this id, enabled or not. */
  find(clientId: string): Partner | undefined;
  /** Every client. */
  all(): readonly Partner[];
};

const nobody = hashApiKey('nobody has this key', 'nobody');

/**
 * Makes a directory of the given clients.
 *
 * @param readSecret gives the content of a secret by its reference, or undefined when there is none.
 */
export const createPartnerDirectory = (
  clients: readonly ClientSettings[],
  readSecret: (reference: string) => string | undefined,
  nowMs: () => number,
): PartnerDirectory => {
  const partners = new Map<string, Partner>(
    clients.map((settings) => [
      settings.client_id,
      { settings, upstreamKey: readSecret(settings.upstream_key_ref) },
    ]),
  );
  return {
    authenticate(clientId, apiKey) {
      const partner = partners.get(clientId);
      const known = isKeyOf(partner?.settings.api_key_hashes ?? [nobody], apiKey, nowMs());
      return partner !== undefined && known && partner.settings.enabled ? partner : undefined;
    },
    find: (clientId) => partners.get(clientId),
    all: () => [...partners.values()],
  };
};
