/** What is read of seat locks, or something instead while their store is away. */
import { StoreUnavailable } from '@partner-gateway/write-guard';
import type { PartnerCall } from '../partner-call.ts';

/** Booking goes on without locks while their store is away; 12go decides about the seats then. */
export const withoutSeatLocks = async <Value>(
  { log }: Pick<PartnerCall, 'log'>,
  instead: Value,
  ask: () => Promise<Value>,
): Promise<Value> => {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    log('warn', 'Seat locks were skipped: their store is out of reach');
    return instead;
  }
};
