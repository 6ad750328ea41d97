/** Why a price is what it is: every step from the supplier's figures to the printed ones, as data. */
import { z } from 'zod';
import { currencyCodeSchema, localMinuteSchema, secondSchema } from '../formats.ts';
import { moneySchema, pricingSchema } from '../money.ts';

const exactAmountSchema = z
  .object({
    exact: z.string().describe('Decimal text, or a fraction such as `100/3` where no decimal ends.'),
    currency: currencyCodeSchema,
  })
  .meta({ id: 'ExactAmount' });

const usedRateSchema = z
  .object({
    from: currencyCodeSchema,
    to: currencyCodeSchema,
    rate: z.string(),
    inverted: z.boolean().describe('Whether the conversion divides by the rate.'),
    source: z.string(),
    as_of: z.string().describe('The source’s own time.'),
    age_seconds: z.int(),
  })
  .meta({ id: 'UsedRate' });

const marginLimitSchema = z.union([
  z.object({ amount: z.string(), currency: currencyCodeSchema }),
  z.object({ percentage: z.string() }),
]);

const markupTermsSchema = z
  .object({
    percentage: z.string().describe('A share: `0.10` is ten percent.'),
    fixed_fee: z.string().describe('Per passenger.'),
    fixed_fee_currency: currencyCodeSchema,
    minimum_margin: marginLimitSchema.optional(),
    maximum_margin: marginLimitSchema.optional(),
  })
  .meta({ id: 'MarkupTerms' });

const named = {
  figure: z.string().describe('The figure of the price the step belongs to, such as `net_price`.'),
  text: z.string().describe('The step in one line, for people.'),
};
const change = { before: exactAmountSchema, after: exactAmountSchema };

/** One step of a price. */
export const priceStepSchema = z
  .discriminatedUnion('step', [
    z.object({ step: z.literal('input'), ...named, value: exactAmountSchema }),
    z.object({
      step: z.literal('markup'),
      ...named,
      client_id: z.string().nullable(),
      contract_code: z.string().nullable(),
      chosen_by: z.string().nullable().describe('`country`, `default` or `contract`.'),
      terms: markupTermsSchema,
      passengers: z.int(),
      ...change,
    }),
    z.object({ step: z.literal('margin_limit'), ...named, limit: z.enum(['minimum', 'maximum']), ...change }),
    z.object({ step: z.literal('convert'), ...named, rates: z.array(usedRateSchema), ...change }),
    z.object({
      step: z.literal('sum'),
      ...named,
      of: z.array(exactAmountSchema),
      after: exactAmountSchema,
    }),
    z.object({
      step: z.literal('round'),
      ...named,
      mode: z.literal('half_up'),
      decimals: z.literal(2),
      ...change,
    }),
    z.object({
      step: z.literal('price_type'),
      ...named,
      restriction: z.string().describe('12go’s own code.'),
      price_type: z.string().describe('`Recommended`, `Exact`, `Min` or `Max`.'),
    }),
  ])
  .meta({ id: 'PriceStep' });

/** Every step in order; the last `round` of a figure is what is printed. */
const priceTraceSchema = z.array(priceStepSchema);

/** A booking's total and its steps. */
export const explainedTotalSchema = z
  .object({ total: moneySchema, trace: priceTraceSchema })
  .meta({ id: 'ExplainedTotal' });

/** An itinerary's prices and their steps. */
export const priceExplanationSchema = z
  .object({
    client_id: z.string(),
    itinerary_id: z.string(),
    trip_key: z.string(),
    departure: localMinuteSchema.describe('Local, of the first leg.'),
    passengers: z.int().describe('Asked for upstream; prices are per passenger.'),
    contract_code: z.string(),
    settlement_currency: currencyCodeSchema.nullable(),
    pricing: pricingSchema.describe('As search and get itinerary show it.'),
    trace: priceTraceSchema,
    explained_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'PriceExplanation' });

export type PriceStep = z.output<typeof priceStepSchema>;
export type PriceExplanation = z.output<typeof priceExplanationSchema>;
