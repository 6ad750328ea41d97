/** Whether a scenario is one: where it can happen, what it can be told, and what was meant where something is misspelt. */
import { errorTable } from '@partner-gateway/contract';
import { type OperationName, operationNames } from '../answer/operations.ts';
import { meantBy } from '../answer/unknown-members.ts';
import { demandTarget } from '../events/webhook-poster.ts';
import type { ScenarioName } from './scenario.ts';

type Judge = (value: unknown) => boolean;
type Member = readonly [isRight: Judge, rule: string];

type Shape = {
  /** Where it happens; left out: everywhere. */
  readonly operations?: readonly OperationName[];
  readonly members?: Readonly<Record<string, Member>>;
  /** Members that have to be there. */
  readonly required?: readonly string[];
};

const wholeFrom =
  (from: number): Judge =>
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= from;
const oneOf =
  (...values: readonly string[]): Judge =>
  (value) =>
    typeof value === 'string' && values.includes(value);
const textLike =
  (pattern: RegExp): Judge =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isText: Judge = (value) => typeof value === 'string';

const codes = Object.keys(errorTable);
const outcomes = ['executed', 'not_executed', 'unknown'];
const code: Member = [oneOf(...codes), 'an error code'];

/** What there is. */
const shapes: Readonly<Record<ScenarioName, Shape>> = {
  error: {
    members: {
      code,
      outcome: [oneOf(...outcomes), `one of ${outcomes.join(', ')}`],
      retryAfterSeconds: [wholeFrom(0), 'a whole number from 0'],
    },
    required: ['code'],
  },
  sold_out: { operations: ['search', 'getItinerary', 'createBooking'] },
  price_moved: {
    operations: ['createBooking'],
    members: { by: [textLike(/^\d+\.\d{2}$/), 'a text with two decimals, such as "2.50"'] },
  },
  pending: {
    operations: ['search', 'createBooking', 'confirmBooking', 'getTicket'],
    members: { polls: [wholeFrom(0), 'a whole number from 0'], code },
  },
  seat_race: { operations: ['lockSeats', 'createBooking'] },
  approves_late: { operations: ['confirmBooking'] },
  declines_late: { operations: ['confirmBooking'] },
  ticket_late: { operations: ['confirmBooking'] },
  lost_answer: {},
  slow: { members: { delayMs: [wholeFrom(0), 'a whole number of milliseconds'] } },
  html_502: {},
  webhook_storm: {
    members: { url: [isText, 'a URL'], secret: [isText, '`whsec_` and base64'] },
    required: ['url', 'secret'],
  },
};
const scenarioNames = Object.keys(shapes);
const isScenarioName = (name: string): name is ScenarioName => scenarioNames.includes(name);
const isOperation = (name: string): name is OperationName => operationNames.some((one) => one === name);

const inWords = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');

/** Refuses a name that is none, with the one that was meant, or with all that there are. */
const noSuch = (what: string, given: unknown, known: readonly string[]): never => {
  const meant = typeof given === 'string' ? meantBy(given, known) : undefined;
  const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`;
  throw new TypeError(`there is no ${what} ${inWords(given)}; ${hint}`);
};

const shapeOf = (operation: unknown, scenario: unknown): Shape => {
  if (typeof operation !== 'string' || !isOperation(operation))
    return noSuch('operation', operation, operationNames);
  if (typeof scenario !== 'string' || !isScenarioName(scenario))
    return noSuch('scenario', scenario, scenarioNames);
  const shape = shapes[scenario];
  const { operations = operationNames } = shape;
  if (!operations.includes(operation))
    throw new TypeError(`${scenario} does not happen in ${operation}, but in ${operations.join(', ')}`);
  return shape;
};

const everywhere: Readonly<Record<string, Member>> = {
  times: [wholeFrom(1), 'a whole number from 1'],
};

/** Throws `TypeError` with what is wrong, and what would be right. */
export const demandScenario = (given: unknown): void => {
  if (typeof given !== 'object' || given === null) throw new TypeError('a scenario is an object');
  const { operation, scenario, ...told }: Readonly<Record<string, unknown>> = { ...given };
  const { members = {}, required = [] } = shapeOf(operation, scenario);
  const known = { ...members, ...everywhere };
  for (const [name, value] of Object.entries(told)) {
    const [isRight, rule] = known[name] ?? noSuch(`member of ${inWords(scenario)}`, name, Object.keys(known));
    if (value === undefined || isRight(value)) continue;
    if (name === 'code') noSuch('error code', value, codes);
    throw new TypeError(`${name} is ${rule}, and not ${inWords(value)}`);
  }
  const isAnsweredLater = operation === 'createBooking' || operation === 'confirmBooking';
  if (scenario === 'pending' && !isAnsweredLater && (told.polls ?? told.code) !== undefined)
    throw new TypeError('polls and code are for createBooking and confirmBooking; use times here');
  for (const name of required)
    if (told[name] === undefined) throw new TypeError(`${inWords(scenario)} needs its ${name}`);
  if (scenario === 'webhook_storm') demandTarget({ url: String(told.url), secret: String(told.secret) });
};
