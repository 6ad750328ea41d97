/** Cancellation policies as search and get itinerary spell them, and the cancel endpoint's bodies (contract §5, §6, §12). */
import { z } from 'zod';
import { durationSchema, secondSchema } from './formats.ts';
import { moneySchema } from './money.ts';

const percentSchema = z.int().min(0).max(100);
const fromSchema = durationSchema
  .nullable()
  .describe('Starting this long before departure; null on the first row.');

/** One row of a policy in search: `percent`, or `amount`. */
export const searchPolicySchema = z
  .object({
    from: fromSchema,
    penalty: z
      .object({
        percent: percentSchema.optional().describe('Share that is kept.'),
        amount: moneySchema.optional().describe('Sum that is kept.'),
      })
      .describe('What is kept of the price: `percent`, or `amount`.'),
  })
  .meta({
    id: 'SearchCancellationPolicy',
    description: 'One step of what a cancellation costs, as search says it.',
  });

/** One row of a policy in get itinerary: `percentage`, or `cost`. */
export const checkoutPolicySchema = z
  .object({
    from: fromSchema,
    penalty: z
      .object({
        percentage: percentSchema.optional().describe('Share that is kept.'),
        cost: moneySchema.optional().describe('Sum that is kept.'),
      })
      .describe('What is kept of the price: `percentage`, or `cost`.'),
  })
  .meta({
    id: 'CheckoutCancellationPolicy',
    description: 'One step of what a cancellation costs, as get itinerary says it.',
  });

/** Body of cancel: nothing, a preview, or a chosen option. */
export const cancelRequestSchema = z
  .object({
    preview: z.boolean().optional().describe('List the options, change nothing.'),
    refund_option: z.string().min(1).max(4096).optional().describe('Cancel with this option.'),
  })
  .refine((body) => !(body.preview === true && body.refund_option !== undefined), {
    path: ['refund_option'],
    message: 'excludes preview',
  })
  .meta({
    id: 'CancelRequest',
    description: 'How to cancel; empty, or no body at all, cancels with the largest refund.',
  });

const refundSchema = moneySchema.describe(
  'What the supplier refunds of its own net price. Markup and fixed fee are not returned, so a penalty of 0 % still refunds less than `total_price`.',
);

/** An option to cancel with. */
const refundOptionSchema = z
  .object({
    refund_option: z.string().describe('Opaque, short-lived.'),
    refund: refundSchema,
    expires_at: secondSchema.optional(),
    available: z.boolean().describe('Whether it can still be chosen.'),
  })
  .meta({ id: 'RefundOption', description: 'One way to cancel, and what it gives back.' });

/** Cancelled. */
export const cancelledSchema = z
  .object({
    booking_id: z.string().describe('The booking that was cancelled.'),
    booking_status: z.literal('cancelled').describe('What it is now.'),
    refund: refundSchema,
  })
  .meta({ id: 'CancelledBooking', description: 'What a cancellation gave back.' });

/** The options, best first; nothing was changed. */
export const refundOptionsSchema = z
  .object({
    booking_id: z.string().describe('The booking that was asked about.'),
    booking_status: z
      .enum(['reserved', 'pending', 'declined', 'approved', 'cancelled', 'failed'])
      .describe('What it is; nothing was changed.'),
    refund_options: z
      .array(refundOptionSchema)
      .describe('Best first; one of them is sent as `refund_option` to cancel.'),
  })
  .meta({ id: 'RefundOptions', description: 'The ways to cancel a booking; nothing was changed by asking.' });

/** Answer of cancel: cancelled, or the options. */
export const cancelResponseSchema = z.union([refundOptionsSchema, cancelledSchema]).meta({
  id: 'CancelResponse',
  description: 'The booking cancelled, or the ways to cancel it where a preview was asked for.',
});

export type SearchPolicy = z.output<typeof searchPolicySchema>;
export type CheckoutPolicy = z.output<typeof checkoutPolicySchema>;
export type CancelRequest = z.output<typeof cancelRequestSchema>;
export type RefundOption = z.output<typeof refundOptionSchema>;
export type CancelResponse = z.output<typeof cancelResponseSchema>;
