/** Which contract's markup applies, and what a set of rules may not say. */
import {
  type ClientContracts,
  type ContractInput,
  createMarkupBook,
  type MarkupTerms,
  markupOfContract,
  selectMarkup,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const at = '2026-11-14T07:30:00Z';
const terms: MarkupTerms = { percentage: '0.10', fixedFee: '0.00', fixedFeeCurrency: 'THB' };
const contract = (
  contractCode: string,
  countries: string[],
  percentage: string,
  period: Partial<ContractInput> = {},
) => ({
  contractCode,
  countries,
  markup: { ...terms, percentage },
  ...period,
});
const acme: ClientContracts = {
  clientId: 'acme',
  defaultContract: 'ACME-TH',
  contracts: [contract('ACME-TH', ['TH'], '0.10'), contract('ACME-VN', ['VN', 'LA'], '0.12')],
};
const book = (...contracts: ContractInput[]) => createMarkupBook([{ ...acme, contracts }]);
const pick = (from: ReturnType<typeof createMarkupBook>, country: string, instant = at, clientId = 'acme') =>
  selectMarkup(from, { clientId, country, at: instant }).terms.percentage;

describe('the contract that applies', () => {
  it('is the one that names the departure country, otherwise the default', () => {
    const both = createMarkupBook([
      acme,
      { ...acme, clientId: 'zeta', contracts: [contract('ACME-TH', [], '0.2')] },
    ]);
    expect(selectMarkup(both, { clientId: 'acme', country: 'LA', at }).origin).toEqual({
      clientId: 'acme',
      contractCode: 'ACME-VN',
      chosenBy: 'country',
    });
    expect(selectMarkup(both, { clientId: 'acme', country: 'JP', at }).origin).toEqual({
      clientId: 'acme',
      contractCode: 'ACME-TH',
      chosenBy: 'default',
    });
    expect([pick(both, 'LA'), pick(both, 'TH'), pick(both, 'JP'), pick(both, 'TH', at, 'zeta')]).toEqual([
      '0.12',
      '0.10',
      '0.10',
      '0.2',
    ]);
  });

  it('can be named by a booking token', () => {
    const query = { clientId: 'acme', contractCode: 'ACME-VN', at };
    expect(markupOfContract(createMarkupBook([acme]), query)).toMatchObject({
      terms: { percentage: '0.12' },
      origin: { clientId: 'acme', contractCode: 'ACME-VN', chosenBy: 'contract' },
    });
  });

  it('changes exactly when its validity does', () => {
    const change = '2026-12-01T00:00:00+07:00';
    const rules = book(
      contract('ACME-TH', ['TH'], '0.10', { validUntil: change }),
      contract('ACME-TH', ['TH'], '0.15', { validFrom: change }),
    );
    expect(pick(rules, 'TH', '2026-11-30T16:59:59.999Z')).toBe('0.10');
    expect(pick(rules, 'TH', '2026-11-30T17:00:00Z')).toBe('0.15');
  });

  it('falls back to the default once a country contract has ended', () => {
    const rules = book(
      contract('ACME-TH', ['TH'], '0.10'),
      contract('OLD', ['VN'], '0.5', { validUntil: at }),
    );
    expect(pick(rules, 'VN')).toBe('0.10');
  });

  it('is never made up: no rule is an error and not zero percent', () => {
    const rules = book(contract('ACME-TH', ['TH'], '0.10', { validFrom: '2027-01-01T00:00:00Z' }));
    const missing = (message: string) => expect.objectContaining({ code: 'markup_missing', message });
    expect(() => pick(rules, 'TH')).toThrow(missing('client acme has no contract in force for this country'));
    expect(() => pick(rules, 'TH', at, 'ghost')).toThrow(missing('client ghost has no markup rules'));
    const named = { clientId: 'acme', contractCode: 'ACME-TH', at };
    expect(() => markupOfContract(rules, named)).toThrow(
      missing('client acme has no such contract in force'),
    );
    const noDefault = createMarkupBook([{ ...acme, defaultContract: null }]);
    expect(() => pick(noDefault, 'JP')).toThrow(
      missing('client acme has no contract in force for this country'),
    );
  });

  it('refuses a clock it cannot read', () => {
    const unreadable = (field: string) =>
      expect.objectContaining({ message: `${field} must be an ISO 8601 instant with a zone` });
    expect(() => pick(createMarkupBook([acme]), 'TH', 'today')).toThrow(unreadable('at'));
    expect(() => book(contract('ACME-TH', [], '0', { validFrom: 'x' }))).toThrow(unreadable('validFrom'));
    expect(() => book(contract('ACME-TH', [], '0', { validUntil: 'x' }))).toThrow(unreadable('validUntil'));
  });
});

describe('a markup book', () => {
  const invalid = (message: string) => expect.objectContaining({ code: 'markup_invalid', message });
  const early = { validUntil: '2026-12-01T00:00:00Z' };
  const late = { validFrom: '2026-12-01T00:00:00Z' };

  it('refuses rules whose answer would depend on their order', () => {
    const clash = invalid('client acme: contracts ACME-TH and B are in force together');
    expect(() => book(contract('ACME-TH', ['TH', 'LA'], '0.1'), contract('B', ['VN', 'LA'], '0.2'))).toThrow(
      clash,
    );
    expect(() => book(contract('ACME-TH', ['TH'], '0.1', early), contract('B', ['TH'], '0.2'))).toThrow(
      clash,
    );
    expect(() => book(contract('ACME-TH', ['TH'], '0.1'), contract('ACME-TH', ['VN'], '0.2'))).toThrow(
      invalid('client acme: contracts ACME-TH and ACME-TH are in force together'),
    );
  });

  it('takes rules that follow one another, in either order', () => {
    const [one, other] = [
      contract('ACME-TH', ['TH'], '0.1', early),
      contract('ACME-TH', ['TH'], '0.2', late),
    ];
    expect([pick(book(one, other), 'TH'), pick(book(other, one), 'TH')]).toEqual(['0.1', '0.1']);
  });

  it('refuses a client twice, an unknown default and a validity that ends before it starts', () => {
    expect(() => createMarkupBook([acme, acme])).toThrow(invalid('client acme: is listed twice'));
    expect(() => book(contract('B', ['TH'], '0.1'))).toThrow(
      invalid('client acme: names a default contract it does not have'),
    );
    const empty = { validFrom: at, validUntil: at };
    expect(() => book(contract('ACME-TH', ['TH'], '0.1', empty))).toThrow(
      invalid('client acme: contract ACME-TH ends before it starts'),
    );
  });
});
