/** What can be made to go wrong in the sandbox, and the four ways to ask for it: trip, passenger, header, control. */
import type { Operation } from './operations.ts';

type ScenarioInfo = {
  /** Where it goes off when no operation is named. */
  readonly on: readonly Operation[];
  readonly meaning: string;
};

/** Every scenario by name. Those up to `slow` work on any operation; the others on those they name. */
export const scenarios = {
  bad_key_401: { on: ['reserve'], meaning: 'not executed; 401' },
  bad_key_400: { on: ['reserve'], meaning: 'not executed; 400 with `{}`' },
  rate_limited: { on: ['reserve'], meaning: 'not executed; 429 with `Retry-After: 7`' },
  rate_limited_bare: { on: ['reserve'], meaning: 'not executed; 429 without `Retry-After`' },
  server_error: { on: ['reserve'], meaning: 'not executed; 500 with an HTML page' },
  server_error_after: { on: ['reserve'], meaning: 'executed; 500 with an HTML page' },
  timeout_before: { on: ['reserve'], meaning: 'not executed; never answers' },
  timeout_after: { on: ['reserve'], meaning: 'executed; never answers' },
  reset_before: { on: ['reserve'], meaning: 'not executed; the connection is reset' },
  reset_after: { on: ['reserve'], meaning: 'executed; the connection is reset' },
  truncated: {
    on: ['reserve'],
    meaning: 'executed; the JSON is cut in the middle and the connection closed',
  },
  html_answer: { on: ['reserve'], meaning: 'executed; 200 with an HTML page' },
  wrong_types: { on: ['reserve'], meaning: 'executed; 200 with lists where values belong' },
  not_found: { on: ['search'], meaning: 'not executed; 404' },
  redirect: { on: ['reserve'], meaning: 'not executed; 308 to another host' },
  slow: { on: ['reserve'], meaning: 'executed after `delayMs` (3000), then answered' },
  empty_search: { on: ['search'], meaning: 'no trips' },
  hidden_trip: { on: ['search', 'trip'], meaning: '`params.hide` is true' },
  no_prices: {
    on: ['search', 'trip'],
    meaning: '`netprice` and `sysfee` are null, as without the account permission',
  },
  broken_option: { on: ['search', 'trip'], meaning: 'the first option of a trip carries an absurd price' },
  sold_out: {
    on: ['search', 'trip', 'addToCart', 'reserve'],
    meaning: 'no seats left: `bookable` 0, add-to-cart 409, reserve 400',
  },
  trip_gone: {
    on: ['trip', 'addToCart', 'reserve'],
    meaning: 'the trip is gone: 404, then 422 `bad_trip_details`',
  },
  gone_at_reserve: { on: ['reserve'], meaning: '422 `bad_trip_details` although everything before worked' },
  price_moved: { on: ['reserve'], meaning: 'the booking costs `percent` (6) more than the cart' },
  field_errors: { on: ['reserve'], meaning: '422 with `fields`' },
  seat_taken: { on: ['reserve'], meaning: '409, the seat went to somebody else' },
  cart_expired: { on: ['reserve'], meaning: '404 `bad_trip_details`, the cart is no more' },
  checkout_refused: { on: ['checkoutForm'], meaning: '422 `bad_trip_details`' },
  confirm_refused: { on: ['confirm'], meaning: '409 with a reason' },
  supplier_slow: { on: ['confirm'], meaning: 'pending for 10 minutes, then confirmed' },
  supplier_declines: { on: ['confirm'], meaning: 'pending for 10 minutes, then declined' },
  ticket_late: { on: ['confirm'], meaning: 'the ticket comes 10 minutes after the confirmation' },
  unknown_status: { on: ['booking'], meaning: 'a status word nobody has heard of' },
  not_refundable: { on: ['refundOptions'], meaning: '`available` is false and there are no options' },
  refund_refused: { on: ['refund'], meaning: '`success` is false' },
  refund_expired: { on: ['refund'], meaning: '422, the hash is no longer good' },
  recheck_fails: { on: ['recheck'], meaning: '500' },
} as const satisfies Record<string, ScenarioInfo>;

export type ScenarioName = keyof typeof scenarios;

const isScenario = (name: string): name is ScenarioName => Object.hasOwn(scenarios, name);

/** A scenario switched on by hand. */
export type ActiveScenario = {
  readonly operation: Operation;
  readonly scenario: ScenarioName;
  /** How often it goes off; default: until cleared. */
  readonly times?: number | undefined;
  /** For `slow`. */
  readonly delayMs?: number | undefined;
  /** For `price_moved`. */
  readonly percent?: number | undefined;
};

/** A scenario going off in one call. */
export type Staged = { readonly name: ScenarioName; readonly delayMs: number; readonly percent: number };

/** Switches scenarios on and off. */
export type ScenarioControl = {
  /** Switches one on. Throws `TypeError` on a name that does not exist. */
  set(scenario: ActiveScenario): void;
  clear(): void;
  /** The scenario of one call: header first, then what is switched on, then what the trip or passenger asks for. */
  pick(operation: Operation, header: string | null, subject: string | undefined): Staged | undefined;
};

const delayMsDefault = 3_000;
const percentDefault = 6;

export const createScenarioControl = (): ScenarioControl => {
  let active: (ActiveScenario & { left: number })[] = [];
  const takeActive = (operation: Operation): ActiveScenario | undefined => {
    const found = active.find((entry) => entry.operation === operation && entry.left > 0);
    if (found !== undefined) found.left -= 1;
    return found;
  };
  return {
    set: (scenario) => {
      if (!isScenario(scenario.scenario)) throw new TypeError('no such scenario');
      active.push({ ...scenario, left: scenario.times ?? Number.POSITIVE_INFINITY });
    },
    clear: () => {
      active = [];
    },
    pick: (operation, header, subject) => {
      const named = fromHeader(header, operation);
      const set = named === undefined ? takeActive(operation) : undefined;
      const name = named ?? set?.scenario ?? fromSubject(subject, operation);
      return (
        name && { name, delayMs: set?.delayMs ?? delayMsDefault, percent: set?.percent ?? percentDefault }
      );
    },
  };
};

/** `timeout_after` where it goes off by itself, `booking:timeout_after` anywhere; several separated by commas. */
const fromHeader = (header: string | null, operation: Operation): ScenarioName | undefined => {
  const wanted = (header ?? '').split(',').map((entry) => entry.trim().split(':'));
  for (const [first = '', second] of wanted) {
    if (second !== undefined && first === operation && isScenario(second)) return second;
    if (second === undefined) {
      const own = fromSubject(first, operation);
      if (own !== undefined) return own;
    }
  }
  return undefined;
};

const fromSubject = (name: string | undefined, operation: Operation): ScenarioName | undefined => {
  if (name === undefined || !isScenario(name)) return undefined;
  const { on }: ScenarioInfo = scenarios[name];
  return on.includes(operation) ? name : undefined;
};

/** The scenario in a passenger's first name: `Sandbox Price Moved` asks for `price_moved`. */
export const scenarioOfName = (firstName: unknown): ScenarioName | undefined => {
  const match = /^sandbox (.+)$/i.exec(String(firstName ?? '').trim());
  const name = match?.[1]?.toLowerCase().replaceAll(/\s+/g, '_') ?? '';
  return isScenario(name) ? name : undefined;
};
