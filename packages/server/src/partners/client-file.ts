/** The client file, its secrets and its price rules in memory: read whole, checked whole, ready to be swapped at once. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { FieldError } from '@partner-gateway/contract';
import {
  type ClientContracts,
  createMarkupBook,
  type MarkupBook,
  PricingError,
} from '@partner-gateway/pricing';
import type { UrlPolicy } from '@partner-gateway/webhooks';
import { UnusableSource } from '../errors.ts';
import { type ClientSettings, parseClientSettings } from './client-settings.ts';
import type { Partner, Partners } from './partner-directory.ts';
import type { ReadSecret } from './secrets.ts';
import { readWebhook } from './webhook.ts';

const toContracts = (client: ClientSettings): ClientContracts => ({
  clientId: client.client_id,
  defaultContract: client.default_contract,
  contracts: client.contracts.map(({ contract_code, countries, markup, valid_from, valid_until }) => ({
    contractCode: contract_code,
    countries,
    markup: {
      percentage: markup.percentage,
      fixedFee: markup.fixed_fee,
      fixedFeeCurrency: markup.fixed_fee_currency,
      minimumMargin: markup.minimum_margin,
      maximumMargin: markup.maximum_margin,
    },
    validFrom: valid_from,
    validUntil: valid_until,
  })),
});

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const message = cause instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new UnusableSource('The client settings', [{ field: 'clients', message }], { cause });
  }
};

/** Keeps what one part of a client makes, or why it cannot be made. */
const noting = <Made>(mistakes: FieldError[], field: string, make: () => Made): Made | undefined => {
  try {
    return make();
  } catch (error) {
    // The pricing engine names the rule and the contract, never a value; any other message may quote a path.
    const message = PricingError.isInstance(error) ? error.message : 'cannot be read';
    mistakes.push({ field, message });
    return undefined;
  }
};

/**
 * What was read, with each partner whose settings, key and rules are what they were as the object that it was: what was made for
 * it stays good.
 */
export const withUnchanged = (read: Partners, before: Partners | undefined): Partners =>
  new Map(
    Array.from(read, ([clientId, partner]) => {
      const known = before?.get(clientId);
      return [clientId, known !== undefined && isDeepStrictEqual(known, partner) ? known : partner];
    }),
  );

/**
 * Reads every partner. Reads are synchronous: a few small files, once at start and then every few minutes.
 *
 * @throws UnusableSource naming every mistake; a missing secret is none, it leaves its client without a 12go key.
 * @example
 * ```ts
 * const partners = readPartners('/etc/gateway/clients.json', createSecretReader('/run/secrets'));
 * ```
 */
export const readPartners = (
  path: string,
  readSecret: ReadSecret,
  policy: UrlPolicy = { allowPrivate: false },
): Partners => {
  const mistakes: FieldError[] = [];
  const partners = parseClientSettings(readJson(path)).map((settings, index): [string, Partner] => {
    const at = `clients.${index}`;
    const markups = noting<MarkupBook>(mistakes, `${at}.contracts`, () =>
      createMarkupBook([toContracts(settings)]),
    );
    const upstreamKey = noting(mistakes, `${at}.upstream_key_ref`, () =>
      readSecret(settings.upstream_key_ref),
    );
    const webhook = readWebhook(settings.webhook, { readSecret, policy });
    mistakes.push(
      ...webhook.mistakes.map(({ field, message }) => ({ field: `${at}.webhook.${field}`, message })),
    );
    const { client_id: clientId } = settings;
    const partner = { clientId, settings, upstreamKey, markups: markups ?? createMarkupBook([]) };
    return [clientId, { ...partner, webhook: webhook.endpoint }];
  });
  if (mistakes.length > 0) throw new UnusableSource('The client settings', mistakes);
  return new Map(partners);
};
