/** Confirm: makes a reservation a booking, at once or when the operator has decided. */
import type { BookingStatus } from '@partner-gateway/contract';
import type { Call } from '../answer/call.ts';
import { ok, type Reply, withOutcome } from '../answer/reply.ts';
import type { BookingRecord } from '../memory.ts';
import { Refusal } from '../refusal.ts';
import type { Staged } from '../scenarios/scenario.ts';
import type { State } from '../state.ts';
import { findBooking } from './find-booking.ts';
import { joinPending, startPending } from './pending.ts';
import { statusOf, toBooking } from './record.ts';

const minuteMs = 60_000;
const lateMinutes = 10;

const demandConfirmable = ({ id, confirmedMs }: BookingRecord, status: BookingStatus): void => {
  if (confirmedMs !== undefined && (status === 'approved' || status === 'pending')) {
    throw new Refusal('already_confirmed', { outcome: 'executed', booking_id: id });
  }
  if (confirmedMs !== undefined) {
    const detail = `The booking was confirmed before, and is ${status} now.`;
    throw new Refusal('confirm_failed', { detail, outcome: 'executed' });
  }
  if (status !== 'reserved') throw new Refusal('confirm_failed', { detail: `The booking is ${status}.` });
};

const confirm = (state: State, record: BookingRecord, staged: Staged | undefined): Reply => {
  const nowMs = state.clock.now();
  const isLate = staged?.scenario === 'approves_late' || staged?.scenario === 'declines_late';
  const waitMinutes = isLate ? lateMinutes : record.departure.trip.approvalMinutes;
  record.confirmedMs = nowMs;
  record.decidedMs = nowMs + waitMinutes * minuteMs;
  record.isDeclined = staged?.scenario === 'declines_late';
  record.ticketMs = record.decidedMs + (staged?.scenario === 'ticket_late' ? lateMinutes * minuteMs : 0);
  return withOutcome(ok(toBooking(record, nowMs)), 'executed');
};

/** Throws `booking_not_found`, `already_confirmed` and `confirm_failed`; the answer is a booking, or a 202. */
export const confirmBooking = (state: State, call: Call): Reply => {
  const record = findBooking(state, call);
  const { staged } = call;
  if (record.pendingConfirm !== undefined) return joinPending(state, call, record.pendingConfirm);
  demandConfirmable(record, statusOf(record, state.clock.now()));
  if (staged?.scenario !== 'pending') return confirm(state, record, staged);
  const finish = (): Reply => {
    delete record.pendingConfirm;
    if (staged.code !== undefined) throw new Refusal(staged.code, { outcome: 'not_executed' });
    demandConfirmable(record, statusOf(record, state.clock.now()));
    return confirm(state, record, undefined);
  };
  const { reply, pending } = startPending(state, call, { polls: staged.polls ?? 2, finish });
  record.pendingConfirm = pending;
  return reply;
};
