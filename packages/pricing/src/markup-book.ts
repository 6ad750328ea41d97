/** Which markup applies: per client, by departure country with a default contract, within its validity. */
import { PricingError } from './errors.ts';
import { createMarkup, type Markup, type MarkupOrigin, type MarkupTerms } from './markup.ts';
import { type Instant, instantToMs } from './rates/rate-view.ts';

/**
 * One contract of a client. `countries` are ISO 3166-1 alpha-2 departure countries; the validity runs from
 * `validFrom` up to but not including `validUntil`, open where left out.
 */
export type ContractInput = {
  readonly contractCode: string;
  readonly countries: readonly string[];
  readonly markup: MarkupTerms;
  readonly validFrom?: Instant | undefined;
  readonly validUntil?: Instant | undefined;
};

/** A client's contracts; `defaultContract` is the code used where no contract names the country. */
export type ClientContracts = {
  readonly clientId: string;
  readonly defaultContract: string | null;
  readonly contracts: readonly ContractInput[];
};

type Contract = {
  readonly code: string;
  readonly countries: readonly string[];
  readonly markups: Readonly<Record<MarkupOrigin['chosenBy'], Markup>>;
  readonly fromMs: number;
  readonly untilMs: number;
};

type Client = { readonly defaultContract: string | null; readonly contracts: readonly Contract[] };

/** Every client's rules, checked; make one with {@link createMarkupBook}. */
export type MarkupBook = { readonly clients: ReadonlyMap<string, Client> };

/**
 * Checks all rules at once, so that a bad one is found when settings load and not when a price is asked for.
 * Throws `markup_invalid` when a client appears twice, a validity ends before it starts, or two contracts in
 * force together share a country or a code: the answer would depend on their order.
 *
 * @example
 * ```ts
 * const book = createMarkupBook([
 *   {
 *     clientId: 'acme',
 *     defaultContract: 'ACME-TH',
 *     contracts: [{ contractCode: 'ACME-TH', countries: ['TH'], markup: terms }],
 *   },
 * ]);
 * ```
 */
export const createMarkupBook = (clients: readonly ClientContracts[]): MarkupBook => {
  const book = new Map<string, Client>();
  for (const { clientId, defaultContract, contracts } of clients) {
    if (book.has(clientId)) throw invalid(clientId, 'is listed twice');
    const read = contracts.map((contract) => readContract(clientId, contract));
    assertUnambiguous(clientId, read);
    if (defaultContract !== null && !read.some(({ code }) => code === defaultContract)) {
      throw invalid(clientId, 'names a default contract it does not have');
    }
    book.set(clientId, { defaultContract, contracts: read });
  }
  return { clients: book };
};

/** What {@link selectMarkup} looks for; `at` is the caller's clock. */
export type MarkupQuery = { readonly clientId: string; readonly country: string; readonly at: Instant };

/**
 * The markup in force: the contract that names the departure country, else the client's default contract.
 * Throws `markup_missing` when there is none; a missing rule is never 0 %.
 *
 * @example
 * ```ts
 * const markup = selectMarkup(book, { clientId: 'acme', country: 'VN', at: '2026-11-14T07:30:00Z' });
 * ```
 */
export const selectMarkup = (book: MarkupBook, { clientId, country, at }: MarkupQuery): Markup => {
  const client = findClient(book, clientId);
  const inForce = contractsInForce(client, at);
  const named = inForce.find(({ countries }) => countries.includes(country));
  if (named !== undefined) return named.markups.country;
  const fallback = inForce.find(({ code }) => code === client.defaultContract);
  if (fallback !== undefined) return fallback.markups.default;
  throw new PricingError('markup_missing', `client ${clientId} has no contract in force for this country`);
};

/**
 * The markup of a contract by its code (a booking token names one). Throws `markup_missing`.
 *
 * @example
 * ```ts
 * markupOfContract(book, { clientId: 'acme', contractCode: 'ACME-TH', at: '2026-11-14T07:30:00Z' });
 * ```
 */
export const markupOfContract = (
  book: MarkupBook,
  { clientId, contractCode, at }: { clientId: string; contractCode: string; at: Instant },
): Markup => {
  const inForce = contractsInForce(findClient(book, clientId), at);
  const contract = inForce.find(({ code }) => code === contractCode);
  if (contract !== undefined) return contract.markups.contract;
  throw new PricingError('markup_missing', `client ${clientId} has no such contract in force`);
};

const findClient = (book: MarkupBook, clientId: string): Client => {
  const client = book.clients.get(clientId);
  if (client !== undefined) return client;
  throw new PricingError('markup_missing', `client ${clientId} has no markup rules`);
};

const contractsInForce = (client: Client, at: Instant): readonly Contract[] => {
  const atMs = instantToMs(at, 'at');
  return client.contracts.filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
};

const readContract = (clientId: string, input: ContractInput): Contract => {
  const { contractCode, countries, markup, validFrom, validUntil } = input;
  const fromMs = validFrom === undefined ? Number.NEGATIVE_INFINITY : instantToMs(validFrom, 'validFrom');
  const untilMs = validUntil === undefined ? Number.POSITIVE_INFINITY : instantToMs(validUntil, 'validUntil');
  if (fromMs >= untilMs) throw invalid(clientId, `contract ${contractCode} ends before it starts`);
  const chosen = (chosenBy: MarkupOrigin['chosenBy']) =>
    createMarkup(markup, { clientId, contractCode, chosenBy });
  const markups = { country: chosen('country'), default: chosen('default'), contract: chosen('contract') };
  return { code: contractCode, countries, markups, fromMs, untilMs };
};

const assertUnambiguous = (clientId: string, contracts: readonly Contract[]): void => {
  for (const [index, one] of contracts.entries()) {
    for (const other of contracts.slice(index + 1)) {
      if (one.fromMs >= other.untilMs || other.fromMs >= one.untilMs) continue;
      const shared =
        one.code === other.code || one.countries.some((country) => other.countries.includes(country));
      if (shared) throw invalid(clientId, `contracts ${one.code} and ${other.code} are in force together`);
    }
  }
};

const invalid = (clientId: string, what: string): PricingError =>
  new PricingError('markup_invalid', `client ${clientId}: ${what}`);
