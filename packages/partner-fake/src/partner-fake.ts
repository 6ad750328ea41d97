/** Makes a fake of the partner API and gives it its doors: handlers of msw, a `fetch`, a port. */
import type { HttpHandler } from 'msw';
import { createClock, type FakeClock } from './clock.ts';
import { describe } from './control/control-api.ts';
import { createFetch } from './doors/fetch.ts';
import { type Listening, type ListenOptions, listen } from './doors/listen.ts';
import { createHandlers } from './doors/msw-handlers.ts';
import { tellChanges } from './events/tell-changes.ts';
import { createWebhookPoster, demandTarget, type WebhookTarget } from './events/webhook-poster.ts';
import type { Scenarios } from './scenarios/scenario-control.ts';
import { createState } from './state.ts';

/** How a fake is made; everything has a default. */
export type PartnerFakeOptions = {
  /** Where the gateway would be. Default: `https://gateway.example`. */
  readonly baseUrl?: string;
  /** Default: `acme`. */
  readonly clientId?: string;
  /** Default: `gwk_acme_fake`. */
  readonly apiKey?: string;
  /** First moment of its clock, which then stands still until it is moved: Unix milliseconds or ISO text. Default: the machine’s clock. */
  readonly now?: number | string;
  /** Where events of bookings are posted to as they happen. Default: nowhere. */
  readonly webhook?: WebhookTarget;
  /** How `slow` and waiting for events pass their time. Default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** What posts webhooks. Default: the global `fetch`, looked up at each post. */
  readonly fetch?: typeof globalThis.fetch;
};

/** A booking, a cart count and what else is told of a fake. */
export type PartnerFakeState = ReturnType<typeof describe>;

/** A gateway with memory, for tests. */
export type PartnerFake = {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly apiKey: string;
  /** For `setupServer(...fake.handlers)` of `msw/node`; needs msw 3. */
  readonly handlers: readonly HttpHandler[];
  /** For `createClient({ fetch: fake.fetch })`; answers whatever the host. */
  readonly fetch: typeof globalThis.fetch;
  /** Listens on a port; what the fake gives out from then on begins with its URL. */
  readonly listen: (options?: ListenOptions) => Promise<Listening>;
  readonly scenarios: Scenarios;
  readonly clock: FakeClock;
  /** What it remembers, as JSON. */
  readonly state: () => PartnerFakeState;
  /** Settles when every webhook that was to be posted is. */
  readonly webhooksSettled: () => Promise<void>;
  /** Forgets everything; its clock stays where it is. */
  readonly reset: () => void;
};

const timer = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

const firstMs = (now: number | string | undefined): number | undefined => {
  const ms = typeof now === 'string' ? Date.parse(now) : now;
  if (ms !== undefined && !Number.isFinite(ms)) throw new TypeError('now is no moment');
  return ms;
};

/**
 * Makes a fake of the partner API: trips every day, carts, seats, bookings, refunds, events, idempotency keys, and whatever is set
 * to go wrong. Two fakes know nothing of each other.
 *
 * @throws TypeError on a base URL, moment or webhook that cannot be.
 * @example
 * ```ts
 * const fake = createPartnerFake();
 * const gateway = createClient({ ...fake, fetch: fake.fetch });
 * ```
 */
export const createPartnerFake = (options: PartnerFakeOptions = {}): PartnerFake => {
  const { clientId = 'acme', apiKey = 'gwk_acme_fake', webhook } = options;
  const baseUrl = (options.baseUrl ?? 'https://gateway.example').replace(/\/+$/, '');
  const basePath = new URL(baseUrl).pathname.replace(/\/+$/, '');
  if (webhook !== undefined) demandTarget(webhook);
  const state = createState({
    identity: { baseUrl, clientId, apiKey },
    clock: createClock(firstMs(options.now), Date.now),
    webhooks: createWebhookPoster(options.fetch),
    webhook,
    sleep: options.sleep ?? timer,
  });
  return {
    get baseUrl() {
      return state.identity.baseUrl;
    },
    clientId,
    apiKey,
    get handlers() {
      return createHandlers(state, basePath);
    },
    fetch: createFetch(state, basePath),
    listen: (listenOptions = {}) => listen(state, listenOptions),
    scenarios: { set: state.scenarios.set, clear: state.scenarios.clear },
    clock: {
      now: state.clock.now,
      advance: (ms) => {
        state.clock.advance(ms);
        tellChanges(state);
      },
    },
    state: () => describe(state),
    webhooksSettled: state.webhooks.settled,
    reset: state.reset,
  };
};
