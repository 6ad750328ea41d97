/** What refund options become: best first, to the cent, executable or not. */
import { readFileSync } from 'node:fs';
import { type RefundOptions, toBookingId } from '@partner-gateway/twelvego-client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRefund, pickRefund, toRefundChoices } from '../src/refund-choices.ts';
import { clientAnswering } from './support/upstream-door.ts';

const read = (body: unknown): Promise<RefundOptions> =>
  clientAnswering(JSON.stringify(body)).refundOptions(toBookingId('8451207'));

const option = (
  refund_amount: number | string,
  hash: string,
  rest: Readonly<Record<string, unknown>> = {},
) => ({
  refund_amount,
  refund_fxcode: 'USD',
  expires: false,
  expires_after: null,
  available: true,
  available_since: null,
  hash,
  ...rest,
});

const choicesOf = async (options: readonly unknown[], available = true) =>
  toRefundChoices(await read({ available, options })).choices;

const hashes = (choices: Awaited<ReturnType<typeof choicesOf>>) =>
  choices.map((choice) => choice.option.hash);

const contractOptions = JSON.parse(
  readFileSync(new URL('../../contract/examples/refund-options.json', import.meta.url), 'utf8'),
).refund_options as Record<string, unknown>[];

describe('toRefundChoices', () => {
  it('answers the example of the contract exactly, but for the sealed option', async () => {
    const choices = await choicesOf([
      option(18.5, 'b', { expires: true, expires_after: '2026-12-05 16:00:00', available: false }),
      option(37.0, 'a', { expires: true, expires_after: '2026-12-04 22:00:00' }),
    ]);
    const shown = choices.map(({ refund, expiresAt, available }) => ({
      refund,
      expires_at: expiresAt,
      available,
    }));
    expect(shown).toEqual(contractOptions.map(({ refund_option: _sealed, ...rest }) => rest));
  });

  it('sorts by amount and not by its text', async () => {
    const choices = await choicesOf([option(9, 'nine'), option('100', 'hundred'), option(10.005, 'ten')]);
    expect(hashes(choices)).toEqual(['hundred', 'ten', 'nine']);
  });

  it('puts the available one of two equal amounts first, then keeps the order of 12go', async () => {
    const choices = await choicesOf([
      option(10, 'closed', { available: false }),
      option('10.0', 'first'),
      option('10.00', 'second'),
    ]);
    expect(hashes(choices)).toEqual(['first', 'second', 'closed']);
  });

  it('has no end for an option that does not expire', async () => {
    const [choice] = await choicesOf([
      option(10, 'a', { expires: false, expires_after: '2026-12-05 16:00:00' }),
    ]);
    expect(choice?.expiresAt).toBeUndefined();
  });

  it('leaves out a currency that does not exist, and counts it', async () => {
    const answer = await read({
      available: true,
      options: [option(10, 'a', { refund_fxcode: 'ZZZ' }), option(5, 'b')],
    });
    const { choices, dropped } = toRefundChoices(answer);
    expect({ hashes: hashes(choices), dropped }).toEqual({ hashes: ['b'], dropped: 1 });
  });

  it('lets nothing be executed when the booking as a whole cannot be refunded', async () => {
    const choices = await choicesOf([option(10, 'a')], false);
    expect(choices.map((choice) => choice.available)).toEqual([false]);
    expect(pickRefund(choices)).toBeUndefined();
  });

  it('prints every amount to the cent, half up, in text and in hundredths alike', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 10 ** 9 }),
        fc.integer({ min: 0, max: 3 }),
        async (units, decimals) => {
          const digits = String(units).padStart(decimals + 1, '0');
          const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
          const [choice] = await choicesOf([option(text, 'a')]);
          const tenths = BigInt(units) * 10n ** BigInt(3 - decimals);
          expect(BigInt(choice?.amountMinor ?? -1)).toBe((tenths + 5n) / 10n);
          expect(choice?.refund.amount.replace('.', '').replace(/^0+(?=\d)/, '')).toBe(
            String(choice?.amountMinor),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('pickRefund', () => {
  it('takes the largest option that is available', async () => {
    const choices = await choicesOf([
      option(50, 'closed', { available: false }),
      option(10, 'low'),
      option(20, 'high'),
    ]);
    expect(pickRefund(choices)?.option.hash).toBe('high');
  });

  it('takes nothing from an empty list', async () => {
    expect(pickRefund(await choicesOf([]))).toBeUndefined();
  });
});

describe('findRefund', () => {
  const offered = (hash: string, amountMinor: number, currency = 'USD') => ({ hash, amountMinor, currency });

  it('finds the option a partner chose, copied as 12go listed it', async () => {
    const choices = await choicesOf([option(50, 'a'), option('18.50', 'b')]);
    expect(findRefund(choices, offered('b', 1850))?.option).toMatchObject({
      refund_amount: '18.50',
      hash: 'b',
    });
  });

  it('finds the same refund under a fresh hash', async () => {
    const choices = await choicesOf([option(50, 'fresh-1'), option('18.50', 'fresh-2')]);
    expect(findRefund(choices, offered('stale', 1850))?.option.hash).toBe('fresh-2');
  });

  it('finds nothing that is gone, closed, or pays another amount or currency', async () => {
    const choices = await choicesOf([option(50, 'a', { available: false }), option(20, 'b')]);
    expect(findRefund(choices, offered('a', 5000))).toBeUndefined();
    expect(findRefund(choices, offered('z', 1999))).toBeUndefined();
    expect(findRefund(choices, offered('z', 2000, 'THB'))).toBeUndefined();
  });
});
