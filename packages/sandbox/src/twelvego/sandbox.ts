/** A stateful 12go in a box: one object with handlers, server, clock, ledger, scenarios and world, and its control over HTTP. */
import { HttpResponse, http, type RequestHandler } from 'msw';
import type { SandboxAccount } from './accounts.ts';
import type { LedgerEntry } from './ledger-records.ts';
import { isOperation, type Operation } from './operations.ts';
import { type ActiveScenario, type ScenarioControl, scenarios } from './scenarios.ts';
import { createHandlers, type ListeningSandbox, startServer } from './server.ts';
import { createState, type SandboxOptions, type SandboxState } from './state.ts';
import type { SandboxClock } from './time-and-chance.ts';
import { type World, world } from './world/world.ts';

export type Sandbox = {
  /** For msw's `setupServer(...sandbox.handlers)`; they answer at `baseUrl`. */
  readonly handlers: readonly RequestHandler[];
  /** Serves the same over HTTP. */
  listen(options?: { readonly port?: number; readonly host?: string }): Promise<ListeningSandbox>;
  readonly clock: SandboxClock;
  readonly world: World;
  readonly accounts: readonly SandboxAccount[];
  readonly scenarios: Pick<ScenarioControl, 'set' | 'clear'>;
  /** Every write that was really executed, in order. */
  readonly ledger: readonly LedgerEntry[];
  /** Calls received of an operation, executed or not. */
  calls(operation: Operation): number;
  /** The supplier cancels a booking by itself; false for one that there is not. */
  withdraw(bid: number | string): boolean;
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
export const createSandbox = (options: SandboxOptions = {}): Sandbox => {
  const state = createState(options);
  const handlers = [...controlHandlers(state), ...createHandlers(state)];
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
    withdraw: (bid) => state.ledger.withdraw(Number(bid)),
    settle: settleNow,
    pendingWebhooks: state.webhooks.pending,
    reset: state.reset,
  };
};

/** Lets time pass and news go out. */
const settle = async (state: SandboxState): Promise<void> => {
  state.ledger.settle();
  await state.webhooks.flush();
};

type ClockMove = { readonly advanceMs?: number; readonly set?: number | string };

const done = () => HttpResponse.json({ ok: true });
const invalid = (reason: string) => HttpResponse.json({ ok: false, reason }, { status: 400 });

const controlHandlers = (state: SandboxState): readonly RequestHandler[] => {
  const at = (path: string) => `${state.options.baseUrl}/_sandbox/${path}`;
  return [
    http.get(at('ledger'), () => HttpResponse.json(state.ledger.entries)),
    http.get(at('calls'), () => HttpResponse.json(Object.fromEntries(state.calls))),
    http.get(at('clock'), () => HttpResponse.json({ now: new Date(state.clock.now()).toISOString() })),
    http.post(at('clock'), async ({ request }) => {
      const move = (await request.json()) as ClockMove;
      if (typeof move.advanceMs === 'number') state.clock.advance(move.advanceMs);
      else if (move.set !== undefined && !Number.isNaN(new Date(move.set).getTime()))
        state.clock.set(move.set);
      else return invalid('send advanceMs or set');
      await settle(state);
      return HttpResponse.json({ now: new Date(state.clock.now()).toISOString() });
    }),
    http.get(at('scenarios'), () => HttpResponse.json(scenarios)),
    http.post(at('scenarios'), async ({ request }) => {
      const wanted = (await request.json()) as ActiveScenario;
      if (!Object.hasOwn(scenarios, wanted.scenario)) return invalid('no such scenario');
      if (!isOperation(wanted.operation)) return invalid('no such operation');
      state.scenarios.set(wanted);
      return done();
    }),
    http.delete(at('scenarios'), () => {
      state.scenarios.clear();
      return done();
    }),
    http.post(at('withdrawals'), async ({ request }) => {
      const { bid } = (await request.json()) as { readonly bid?: unknown };
      if (!state.ledger.withdraw(Number(bid))) return invalid('no such booking');
      await settle(state);
      return done();
    }),
    http.post(at('reset'), () => {
      state.reset();
      return done();
    }),
  ];
};
