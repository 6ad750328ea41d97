/** What the fake remembers, as those who test see it. */
import { statusOf, toBooking } from '../booking/record.ts';
import type { PartnerFakeState } from '../fake-api.ts';
import type { State } from '../state.ts';

/** Describes it. */
export const describe = (state: State): PartnerFakeState => {
  const nowMs = state.clock.now();
  const bookings = [...state.bookings.values()];
  const open = [...state.carts.values()].filter(
    ({ expiresMs, progress }) => progress.is === 'open' && expiresMs > nowMs,
  );
  return {
    now: new Date(nowMs).toISOString(),
    bookings: bookings.map((record) => toBooking(record, nowMs)),
    openCarts: open.length,
    approvedBookings: bookings.filter((record) => statusOf(record, nowMs) === 'approved').length,
    events: state.feed.all(),
    scenarios: state.scenarios.active(),
  };
};
