/** How long a call of 12go may take and how many go on at once: as the settings say, or as an operator said for a while. */
import { type Operation, policies } from '@partner-gateway/twelvego-client';

/** Calls that share connections: what a flood of one of them does to the others is nothing. */
export const lanes = ['search', 'reads', 'writes', 'rechecks'] as const;
export type Lane = (typeof lanes)[number];

/** What an operator may change; what is left out stays as the settings have it. */
export type LimitChange = {
  /** Milliseconds of a whole call, by the name that metrics have for it. */
  readonly timeoutsMs: Readonly<Partial<Record<string, number>>>;
  readonly searchConnections?: number | undefined;
};

/** The limits in force, and how they are changed. */
export type CallLimits = {
  timeoutMs(operation: Operation): number;
  connections(lane: Lane): number;
  /** Replaces the change before it, until a moment by the clock; the settings count again from then on. */
  change(change: LimitChange, untilMs: number): void;
  /** What counts now, and until when where it was changed. */
  inForce(): {
    readonly timeoutsMs: Readonly<Record<string, number>>;
    readonly searchConnections: number;
    readonly connections: number;
    readonly untilMs: number | undefined;
  };
  /** Searches may have so many at most. */
  readonly searchConnectionsMax: number;
};

/** What the settings say. */
export type LimitSettings = {
  /** Of this instance to 12go, all lanes together. */
  readonly connections: number;
  readonly searchConnections: number;
  readonly timeoutsMs: Readonly<Partial<Record<Operation, number>>>;
};

const endpointNames: Readonly<Record<string, string>> = {
  search: 'search',
  trip: 'trip',
  addToCart: 'cart',
  addToCartByAttributes: 'cart',
  cart: 'cart',
  checkoutForm: 'checkout',
  reserve: 'reserve',
  confirm: 'confirm',
  booking: 'booking',
  bookingByCart: 'booking',
  refundOptions: 'refund_options',
  refund: 'refund',
  recheck: 'recheck',
};

/** The name of an operation in metrics: the route's template, never a URL. */
export const endpointOf = (operation: string): string => endpointNames[operation] ?? operation;

const recheckConnections = 2;
/** Two rechecks, a write and two reads at least. */
const besideSearch = 5;
/** Bookings have their share whatever is searched: a quarter of the rest is for writes, the other three for what leads to them. */
const shareOut = ({ connections, searchConnections }: Omit<LimitSettings, 'timeoutsMs'>) => {
  const rest = connections - searchConnections - recheckConnections;
  const writes = Math.max(1, Math.round(rest / 4));
  return { search: searchConnections, reads: rest - writes, writes, rechecks: recheckConnections };
};

/** Makes the limits of this instance. */
export const createCallLimits = (settings: LimitSettings, nowMs: () => number): CallLimits => {
  let latest: (LimitChange & { readonly untilMs: number }) | undefined;
  const changed = () => {
    if (latest !== undefined && nowMs() >= latest.untilMs) latest = undefined;
    return latest;
  };
  const timeoutMs = (operation: Operation): number =>
    changed()?.timeoutsMs[endpointOf(operation)] ??
    settings.timeoutsMs[operation] ??
    policies[operation].timeoutMs;
  const searchConnections = (): number => changed()?.searchConnections ?? settings.searchConnections;
  return {
    timeoutMs,
    connections: (lane) => shareOut({ ...settings, searchConnections: searchConnections() })[lane],
    change(change, untilMs) {
      latest = { ...change, untilMs };
    },
    inForce: () => ({
      timeoutsMs: Object.fromEntries(
        (Object.keys(policies) as Operation[])
          .filter((operation) => operation !== 'recheck')
          .map((operation) => [endpointOf(operation), timeoutMs(operation)]),
      ),
      searchConnections: searchConnections(),
      connections: settings.connections,
      untilMs: changed()?.untilMs,
    }),
    searchConnectionsMax: settings.connections - besideSearch,
  };
};
