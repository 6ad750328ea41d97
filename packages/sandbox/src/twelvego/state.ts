/** The whole of a sandbox: options, memory and everything that its routes share. */
import { defaultAccounts, type SandboxAccount } from './accounts.ts';
import { Ledger } from './ledger.ts';
import type { Operation } from './operations.ts';
import { createRechecks, type Rechecks } from './rechecks.ts';
import { createScenarioControl, type ScenarioControl } from './scenarios.ts';
import { createClock, type SandboxClock } from './time-and-chance.ts';
import { createWebhooks, type WebhookSubscriber, type Webhooks } from './webhooks.ts';

/** How a sandbox is set up; everything has a default. */
export type SandboxOptions = {
  /** Equal seeds make equal ids. Default: 1. */
  readonly seed?: number | string;
  /** The sandbox's first moment: Unix milliseconds or ISO text. Default: now. */
  readonly now?: number | string;
  /** Whether the clock stands still until moved. Default: false. */
  readonly frozen?: boolean;
  /** Where the msw handlers answer. Default: `https://api.upstream.example`. */
  readonly baseUrl?: string;
  /** What recheck URLs start with. Default: `https://recheck.upstream.example`, over HTTP the server's own `/recheck`. */
  readonly recheckBaseUrl?: string;
  readonly accounts?: readonly SandboxAccount[];
  readonly webhooks?: readonly WebhookSubscriber[];
  /** Sends the webhooks. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default: 25 minutes. */
  readonly cartLifeMs?: number;
  /** How long an unconfirmed reservation holds its seats. Default: 30 minutes. */
  readonly holdMs?: number;
  /** Seats of every fare of every departure, in place of the timetable's: for load tests that must not sell out. */
  readonly capacity?: number;
  /** How long a refund hash is good. Default: 5 minutes. */
  readonly refundHashLifeMs?: number;
  /** Whether `GET /booking/by-cart/{cartId}` exists, which the real 12go may not have. Default: true. */
  readonly bookingByCart?: boolean;
  /** Whether a second reserve of the same cart is refused. Default: false, because 12go does not promise it: it books again. */
  readonly rejectReservedCarts?: boolean;
};

/** An option shown to a caller, with what executing it needs. */
type OfferedRefund = { readonly bid: number; readonly percent: number; readonly expiresAt: number };

export type SandboxState = {
  readonly options: Required<
    Omit<SandboxOptions, 'now' | 'fetch' | 'recheckBaseUrl' | 'frozen' | 'capacity'>
  > & {
    readonly recheckBaseUrl: string | undefined;
  };
  readonly clock: SandboxClock;
  readonly ledger: Ledger;
  readonly rechecks: Rechecks;
  readonly scenarios: ScenarioControl;
  readonly webhooks: Webhooks;
  readonly refunds: Map<string, OfferedRefund>;
  /** Calls received per operation, executed or not. */
  readonly calls: Map<Operation, number>;
  reset(): void;
};

const minuteMs = 60_000;

export const createState = (options: SandboxOptions): SandboxState => {
  const clock = createClock(options.now, options.frozen ?? false);
  const seed = options.seed ?? 1;
  const cartLifeMs = options.cartLifeMs ?? 25 * minuteMs;
  const holdMs = options.holdMs ?? 30 * minuteMs;
  const webhooks = createWebhooks(options.webhooks ?? [], options.fetch ?? globalThis.fetch);
  const ledger = new Ledger({
    seed,
    cartLifeMs,
    holdMs,
    capacity: options.capacity,
    clock,
    onChange: webhooks.changed,
  });
  const rechecks = createRechecks(clock);
  const scenarios = createScenarioControl();
  const state: SandboxState = {
    options: {
      seed,
      cartLifeMs,
      holdMs,
      baseUrl: (options.baseUrl ?? 'https://api.upstream.example').replace(/\/+$/, ''),
      recheckBaseUrl: options.recheckBaseUrl?.replace(/\/+$/, ''),
      accounts: options.accounts ?? defaultAccounts,
      webhooks: options.webhooks ?? [],
      refundHashLifeMs: options.refundHashLifeMs ?? 5 * minuteMs,
      bookingByCart: options.bookingByCart ?? true,
      rejectReservedCarts: options.rejectReservedCarts ?? false,
    },
    clock,
    ledger,
    rechecks,
    scenarios,
    webhooks,
    refunds: new Map(),
    calls: new Map(),
    reset: () => {
      for (const part of [ledger, rechecks, webhooks, clock]) part.reset();
      scenarios.clear();
      state.refunds.clear();
      state.calls.clear();
    },
  };
  return state;
};
