/** A create judged without being sent: what it would cost, what it would refuse, and what 12go would be sent, as digests. */
import { z } from 'zod';
import { clientIdPattern } from '../../paths.ts';
import { createBookingRequestSchema } from '../booking.ts';
import { jsonValueSchema, localMinuteSchema, secondSchema } from '../formats.ts';
import { moneySchema } from '../money.ts';
import { quoteSchema } from '../quote.ts';

const id = z.string().regex(/^[!-~]{1,64}$/, 'is not an id of 12go');

/** Assumed: what the token of the system before this gateway says of its cart. These names are nowhere else. */
const cartSchema = z
  .strictObject({
    cart_id: id.describe('12go’s cart.'),
    trip_key: id.describe('12go’s trip.'),
    departure: localMinuteSchema,
    passengers: z.int().min(1).max(100),
    net_price: moneySchema.describe('The supplier’s net price of one passenger.'),
    contract_code: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('Whose prices count; without it those of the trip’s country.'),
  })
  .meta({ id: 'CartFacts' });

/** Body of a dry run. */
export const dryRunRequestSchema = z
  .strictObject({
    client_id: z.string().regex(clientIdPattern, 'is not a client id'),
    booking_token: createBookingRequestSchema.shape.booking_token.optional(),
    cart: cartSchema
      .optional()
      .describe('In place of a booking token: the facts of one of before this gateway.'),
    booking_data: z.record(z.string(), jsonValueSchema).describe('As create takes it.'),
    total_price: moneySchema.optional().describe('As create takes it.'),
    digest_key: z
      .string()
      .min(16)
      .max(256)
      .describe(
        'The key of the digests. Two systems that use the same one can compare what they would send.',
      ),
  })
  .refine(({ booking_token: token, cart }) => (token === undefined) !== (cart === undefined), {
    path: ['cart'],
    message: 'is required, or booking_token, and not both',
  })
  .meta({ id: 'DryRunRequest' });

const reserveFieldSchema = z
  .object({
    name: z.string().describe('12go’s own, such as `passenger[0][first_name]`.'),
    digest: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .describe('Of the value as text: HMAC-SHA-256 under `digest_key`, its first 16 hex digits.'),
  })
  .meta({ id: 'ReserveField' });

/** Answer of a dry run. */
export const dryRunSchema = z
  .object({
    client_id: z.string(),
    verdict: z.enum(['would_book', 'would_refuse']).describe('`would_book` where there are no problems.'),
    problems: quoteSchema.shape.problems,
    total_price: moneySchema
      .nullable()
      .describe(
        'What create would ask for; null where the cart or the token is refused before there is a price.',
      ),
    lines: z.array(quoteSchema.shape.lines.element).describe('Add up to `total_price`.'),
    reserve: z
      .array(reserveFieldSchema)
      .describe('What 12go would be sent, in its order; empty where the booking data do not fit the form.'),
    judged_at: secondSchema.describe('UTC.'),
  })
  .meta({ id: 'DryRun' });

export type DryRunRequest = z.output<typeof dryRunRequestSchema>;
export type DryRun = z.output<typeof dryRunSchema>;
