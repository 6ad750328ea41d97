/** Tells, or refuses, what an answer has that this version of the SDK does not know. Nothing of it is loaded unless asked for. */
import type { OperationName } from '../../generated/routes.ts';
import type { Answer } from '../answer.ts';
import type { Call } from '../call.ts';
import { driftError } from '../errors/attempt-error.ts';
import type { DriftOptions } from './drift-options.ts';
import type { PlaceOfDrift } from './shape-drift.ts';
import { tell } from './tell.ts';

/** Looks at each answer of a client. */
export const driftWatch = ({ onDrift, strict = false }: DriftOptions) => {
  const told = new Set<string>();
  const report = (operation: OperationName, { kind, path }: PlaceOfDrift): void => {
    const place = `${operation} ${kind} ${path}`;
    if (told.has(place)) return;
    told.add(place);
    tell(onDrift, { operation, kind, path });
  };
  return async (call: Call, answer: Answer): Promise<void> => {
    if (onDrift === undefined && !strict) return;
    const { driftOf } = await import('./shape-drift.ts');
    const found = driftOf(call.operation, answer.body);
    for (const place of found) report(call.operation, place);
    if (strict && found.length > 0) throw driftError(call, answer.response, found);
  };
};
