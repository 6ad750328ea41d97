/** What is read of seat locks, or something instead while their store is away. */
import { StoreUnavailable } from '@partner-gateway/write-guard';
import type { PartnerContext } from '../request-context.ts';

/** Booking goes on without locks while their store is away; 12go decides about the seats then. */
export const withoutSeatLocks = async <Value>(
  context: PartnerContext,
  instead: Value,
  ask: () => Promise<Value>,
): Promise<Value> => {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    context.log('warn', 'Seat locks were skipped: their store is out of reach');
    return instead;
  }
};
