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
import { type Reading, readWebhook } from './webhook.ts';

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

const unusable = (message: string, cause: unknown): UnusableSource =>
  new UnusableSource('The client settings', [{ field: 'clients', message }], { cause });

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw unusable('cannot be read', cause);
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusable('is not JSON', cause);
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

/** What the file alone says of a client, and what is wrong with it. */
type Ruled = {
  readonly settings: ClientSettings;
  readonly markups: MarkupBook | undefined;
  readonly mistakes: readonly FieldError[];
};

const toRuled = (settings: ClientSettings, index: number): Ruled => {
  const mistakes: FieldError[] = [];
  const markups = noting<MarkupBook>(mistakes, `clients.${index}.contracts`, () =>
    createMarkupBook([toContracts(settings)]),
  );
  return { settings, markups, mistakes };
};

/** `read` made once for each reference: clients may share a secret. */
const readOnce = (read: ReadSecret): ReadSecret => {
  const known = new Map<string, string | undefined>();
  return (reference) => {
    if (!known.has(reference)) known.set(reference, read(reference));
    return known.get(reference);
  };
};

const toPartners = (ruled: readonly Ruled[], { readSecret, policy }: Reading): Partners => {
  const mistakes: FieldError[] = [];
  const partners = ruled.map(({ settings, markups, mistakes: ofRules }, index): [string, Partner] => {
    const at = `clients.${index}`;
    mistakes.push(...ofRules);
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

/**
 * Reads every partner, each time it is called. Settings are judged anew only when the text of the file is another one than last time:
 * thousands of clients would stop everything else for a while otherwise. Secrets are read each time, each file once. Reads are synchronous.
 *
 * @throws UnusableSource naming every mistake; a missing secret is none, it leaves its client without a 12go key.
 * @example
 * ```ts
 * const readPartners = createPartnersReader('/etc/gateway/clients.json', createSecretReader('/run/secrets'));
 * const partners = readPartners();
 * ```
 */
export const createPartnersReader = (
  path: string,
  readSecret: ReadSecret,
  policy: UrlPolicy = { allowPrivate: false },
): (() => Partners) => {
  let last: { readonly text: string; readonly ruled: readonly Ruled[] } | undefined;
  return () => {
    const text = readText(path);
    if (text !== last?.text) last = { text, ruled: parseClientSettings(parseJson(text)).map(toRuled) };
    return toPartners(last.ruled, { readSecret: readOnce(readSecret), policy });
  };
};
