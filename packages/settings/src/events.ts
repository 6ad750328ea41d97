/** What is told of bookings: to partners, and to whoever follows them. */
import { whole } from './formats.ts';

export const eventVariables = {
  OUTBOX_ENTRIES_MAX: whole(100, 10_000_000)
    .prefault('50000')
    .describe(
      'Most changes of a client’s bookings that are kept for webhooks and the feed; about 0.6 KB each. The oldest go, those that nobody has read are counted; none is older than 7 days.',
    ),
};
