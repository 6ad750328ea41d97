/** Every cause that a diagnosis can name. */
import type { CauseText } from '../cause.ts';
import { callerCauses } from './callers.ts';
import { openWriteCauses } from './open-writes.ts';
import { refusalCauses } from './refusals.ts';
import { stateCauses } from './states.ts';
import { supplierCauses } from './supplier.ts';

const all = {
  ...refusalCauses,
  ...openWriteCauses,
  ...supplierCauses,
  ...callerCauses,
  ...stateCauses,
} as const;

/** A cause, by its stable name. */
export type Cause = keyof typeof all;

/** What is said of each; docs/diagnosis.md shows it. */
export const causes: Readonly<Record<Cause, CauseText>> = all;
