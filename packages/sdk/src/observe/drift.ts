/** Tells, or refuses, what an answer has that this version of the SDK does not know. Nothing of it is loaded unless asked for. */
import type { OperationName } from '../../generated/routes.ts';
import { type Answer, problemBehind } from '../answer.ts';
import type { Call } from '../call.ts';
import { driftError } from '../errors/attempt-error.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { DriftOptions } from './drift-options.ts';
import type { PlaceOfDrift } from './shape-drift.ts';
import { tell } from './tell.ts';

/** Looks at what the calls of a client come to. */
export const driftWatch = ({ onDrift, strict = false }: DriftOptions) => {
  const told = new Set<string>();
  const report = (operation: OperationName, places: readonly PlaceOfDrift[]): void => {
    for (const { kind, path } of places) {
      const place = `${operation} ${kind} ${path}`;
      if (told.has(place)) continue;
      told.add(place);
      tell(onDrift, { operation, kind, path });
    }
  };
  return {
    /** At an answer. Throws for a strict client. */
    seeAnswer: async (call: Call, answer: Answer): Promise<void> => {
      if (onDrift === undefined && !strict) return;
      const { driftOf } = await import('./shape-drift.ts');
      const found = driftOf(call.operation, answer.body);
      report(call.operation, found);
      if (strict && found.length > 0) throw driftError(call, answer.response, found);
    },
    /** At an attempt that failed: whoever is strict gets its error as it is, for that one says what became of the call. */
    seeFailure: async (call: Call, error: GatewayError): Promise<void> => {
      const problem = problemBehind(error);
      if (onDrift === undefined || problem === undefined) return;
      const { driftOfProblem } = await import('./shape-drift.ts');
      report(call.operation, driftOfProblem(problem));
    },
  };
};
