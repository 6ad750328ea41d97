/** Whether a price still is the one that was agreed on. */
import type { Money } from '../../generated/schemas.ts';
import { isWithin } from '../money/arithmetic.ts';

/**
 * Whether a booking may go on at a price: at the agreed one to the cent, or, where a tolerance was given, at any that is not
 * higher by more than it. Another currency never does.
 *
 * @throws TypeError when the tolerance is in another currency than what was agreed, or not text with two decimals
 */
export const isAgreed = (current: Money, agreed: Money, tolerance: Money | undefined): boolean => {
  if (current.currency !== agreed.currency) return false;
  return tolerance === undefined ? current.amount === agreed.amount : isWithin(current, agreed, tolerance);
};
