/** Switches scenarios on and off, and says which one goes off in a request. */
import { errorTable } from '@partner-gateway/contract';
import { type OperationName, operationNames } from '../answer/operations.ts';
import { type ActiveScenario, operationsOf, type Scenarios, type Staged } from './scenario.ts';

export type ScenarioControl = Scenarios & {
  /** What goes off in a request, which counts as one of its times. */
  pick(operation: OperationName): Staged | undefined;
  readonly active: () => readonly ActiveScenario[];
};

const everywhere = ['error', 'lost_answer', 'slow', 'html_502', 'webhook_storm'];

const demand = (holds: boolean, message: string): void => {
  if (!holds) throw new TypeError(message);
};

const demandScenario = (given: ActiveScenario): void => {
  const { operation, scenario, times } = given;
  demand(operationNames.includes(operation), `there is no operation ${operation}`);
  const named = operationsOf[scenario];
  demand(named !== undefined || everywhere.includes(scenario), `there is no scenario ${scenario}`);
  demand(named?.includes(operation) ?? true, `${scenario} does not happen in ${operation}`);
  demand(times === undefined || (Number.isSafeInteger(times) && times > 0), 'times is a whole number from 1');
  if ('code' in given && given.code !== undefined) {
    demand(Object.hasOwn(errorTable, given.code), `there is no error code ${given.code}`);
  }
  if (scenario === 'error') demand('code' in given, 'an error needs its code');
  if (given.scenario === 'price_moved' && given.by !== undefined) {
    demand(/^\d+\.\d{2}$/.test(given.by), 'by is an amount with two decimals');
  }
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
