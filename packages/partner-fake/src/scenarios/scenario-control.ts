/** Switches scenarios on and off, and says which one goes off in a request. */
import type { OperationName } from '../answer/operations.ts';
import { demandScenario } from './demand-scenario.ts';
import type { ActiveScenario, Scenarios, Staged } from './scenario.ts';

export type ScenarioControl = Scenarios & {
  /** What goes off in a request, which counts as one of its times. */
  pick(operation: OperationName): Staged | undefined;
  readonly active: () => readonly ActiveScenario[];
};

/** None is on. */
export const createScenarioControl = (): ScenarioControl => {
  let on: { readonly given: ActiveScenario; left: number }[] = [];
  return {
    set: (given) => {
      demandScenario(given);
      on.push({ given, left: given.times ?? Number.POSITIVE_INFINITY });
    },
    clear: () => {
      on = [];
    },
    pick: (operation) => {
      const found = on.find(({ given, left }) => given.operation === operation && left > 0);
      if (found !== undefined) found.left -= 1;
      return found?.given;
    },
    active: () => on.filter(({ left }) => left > 0).map(({ given }) => given),
  };
};
