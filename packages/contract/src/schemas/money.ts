/** Money and prices as partners see them: text amounts with two decimals, whatever the currency. */
import { z } from 'zod';
import { currencyCodeSchema } from './formats.ts';

const amountSchema = z
  .string()
  .regex(/^[0-9]+\.[0-9]{2}$/, 'is not an amount with two decimals')
  .describe('Two decimals for every currency.');

/** An amount and its currency. */
export const moneySchema = z
  .object({ currency: currencyCodeSchema.describe('ISO 4217.'), amount: amountSchema })
  .meta({
    id: 'Money',
    description: 'An amount and its currency. The amount is text, so that nothing is rounded on the way.',
    examples: [{ currency: 'USD', amount: '14.60' }],
  });

/** How binding the recommended selling price is. */
export const priceTypes = ['Recommended', 'Exact', 'Min', 'Max'] as const;

/** The price to sell at. */
const grossPriceSchema = z
  .object({
    currency: currencyCodeSchema.describe('ISO 4217; the one that was asked for, or that of the net price.'),
    amount: amountSchema,
    price_type: z
      .enum(priceTypes)
      .describe(
        'How binding the amount is for your own price: `Recommended` not at all, `Min` from it upwards, `Max` up to it, `Exact` to the cent. `Exact` and `Max` are the supplier’s and can be below `net_price`: such a fare is sold at a loss, so compare before you offer it.',
      ),
    amount_in_net_currency: amountSchema
      .optional()
      .describe('Present only when the currency differs from that of the net price.'),
  })
  .meta({ id: 'GrossPrice', description: 'The price to sell at, and how binding it is.' });

/** The three prices of an itinerary, per passenger. */
export const pricingSchema = z
  .object({
    gross_price: grossPriceSchema.describe('What the traveller is to pay.'),
    net_price: moneySchema.describe(
      'What the partner pays: the supplier’s net price with the markup agreed.',
    ),
    taxes_and_fees: moneySchema.describe(
      'What the supplier adds for the traveller. gross_price = net_price + taxes_and_fees for price type Recommended; not part of the total that the partner is charged.',
    ),
  })
  .meta({ id: 'Pricing', description: 'The three prices of a trip, per passenger.' });

export type Money = z.output<typeof moneySchema>;
export type PriceType = (typeof priceTypes)[number];
export type Pricing = z.output<typeof pricingSchema>;
