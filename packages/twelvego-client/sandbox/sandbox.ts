/** A stateful 12go in a box: one object with handlers, server, clock, ledger, scenarios and world. */
import type { RequestHandler } from 'msw';
import type { Operation } from '../src/operations.ts';
import type { SandboxAccount } from './accounts.ts';
import type { SandboxClock } from './clock.ts';
import { createHandlers, settle } from './handlers.ts';
import type { LedgerEntry } from './ledger-record.ts';
import type { ScenarioControl } from './scenarios.ts';
import { type ListeningSandbox, startServer } from './server.ts';
import { createState, type SandboxOptions } from './state.ts';
import { classes, operators, provinces, stations } from './world.ts';

/** The places and companies of the sandbox, with partner-side ids, for building a master-data service beside it. */
export const world = { provinces, stations, operators, classes } as const;

export type Sandbox = {
  /** For msw's `setupServer(...sandbox.handlers)`; they answer at `baseUrl`. */
  readonly handlers: readonly RequestHandler[];
  /** Serves the same over HTTP. */
  listen(options?: { readonly port?: number; readonly host?: string }): Promise<ListeningSandbox>;
  readonly clock: SandboxClock;
  readonly world: typeof world;
  readonly accounts: readonly SandboxAccount[];
  readonly scenarios: Pick<ScenarioControl, 'set' | 'clear'>;
  /** Every write that was really executed, in order. */
  readonly ledger: readonly LedgerEntry[];
  /** Calls received of an operation, executed or not. */
  calls(operation: Operation): number;
  /** Lets reservations lapse, suppliers answer and webhooks go out; resolves when they have been tried. */
  settle(): Promise<void>;
  /** Webhooks not delivered yet. */
  pendingWebhooks(): number;
  /** Back to the start: no carts, no bookings, no scenarios, the first moment. */
  reset(): void;
};

const settleEveryMs = 500;

/**
 * A stateful, deterministic 12go: seats run out, carts expire, bookings are confirmed, refunded and lapse.
 *
 * @example
 * const sandbox = createSandbox();
 * const { url, close } = await sandbox.listen();
 * const client = createTwelveGoClient(createTwelveGoTransport({ baseUrl: url }), 'sandbox-key');
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const state = createState(options);
  const handlers = createHandlers(state);
  const settleNow = () => settle(state);
  state.clock.onMove(() => void settleNow());
  return {
    handlers,
    listen: async ({ port, host } = {}) => {
      const { baseUrl, recheckBaseUrl } = state.options;
      const server = await startServer({ handlers, baseUrl, recheckBaseUrl, port, host });
      const timer = setInterval(() => void settleNow(), settleEveryMs).unref();
      return { url: server.url, close: () => server.close().finally(() => clearInterval(timer)) };
    },
    clock: state.clock,
    world,
    accounts: state.options.accounts,
    scenarios: state.scenarios,
    ledger: state.ledger.entries,
    calls: (operation) => state.calls.get(operation) ?? 0,
    settle: settleNow,
    pendingWebhooks: state.webhooks.pending,
    reset: state.reset,
  };
}
