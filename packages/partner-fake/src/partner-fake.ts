/** Makes a fake of the partner API and gives it its doors: handlers of msw, a `fetch`, a port. */
import { meantBy } from './answer/unknown-members.ts';
import { createClock } from './clock.ts';
import { describe } from './control/described-state.ts';
import { createFetch } from './doors/fetch.ts';
import { listen } from './doors/listen.ts';
import { createHandlers } from './doors/msw-handlers.ts';
import { tellChanges } from './events/tell-changes.ts';
import { createWebhookPoster, demandTarget } from './events/webhook-poster.ts';
import type { CreatePartnerFake, PartnerFakeOptions } from './fake-api.ts';
import { createState } from './state.ts';

const timer = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

const firstMs = (now: number | string | undefined): number | undefined => {
  const ms = typeof now === 'string' ? Date.parse(now) : now;
  if (ms !== undefined && !Number.isFinite(ms)) throw new TypeError('now is no moment');
  return ms;
};

const optionNames = ['baseUrl', 'clientId', 'apiKey', 'now', 'webhook', 'sleep', 'fetch'];

const demand = (holds: boolean, rule: string): void => {
  if (!holds) throw new TypeError(rule);
};

const isWord = (value: unknown): boolean => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);

const demandOptions = (options: PartnerFakeOptions): void => {
  demand(typeof options === 'object' && options !== null, 'the options of a fake are an object');
  for (const name of Object.keys(options)) {
    const meant = meantBy(name, optionNames);
    const hint = meant === undefined ? `known are ${optionNames.join(', ')}` : `did you mean ${meant}?`;
    demand(optionNames.includes(name), `there is no option ${name}; ${hint}`);
  }
  const { baseUrl, clientId, apiKey, webhook } = options;
  demand(baseUrl === undefined || URL.canParse(baseUrl), 'baseUrl is no URL');
  demand(
    clientId === undefined || /^[\w-]{1,64}$/.test(clientId),
    'clientId is 1 to 64 letters, digits, - or _',
  );
  demand(apiKey === undefined || isWord(apiKey), 'apiKey is visible ASCII, without spaces');
  if (webhook !== undefined) demandTarget(webhook);
};

/**
 * Makes a fake of the partner API: trips every day, carts, seats, bookings, refunds, events, idempotency keys, and whatever is set
 * to go wrong. Two fakes know nothing of each other.
 *
 * @throws TypeError on an option that there is none of, and on a base URL, id, key, moment or webhook that cannot be.
 * @example
 * ```ts
 * const { baseUrl, clientId, apiKey, fetch } = createPartnerFake();
 * const gateway = createClient({ baseUrl, clientId, apiKey, fetch });
 * ```
 */
export const createPartnerFake: CreatePartnerFake = (options = {}) => {
  demandOptions(options);
  const { clientId = 'acme', apiKey = 'gwk_acme_fake', webhook } = options;
  const baseUrl = (options.baseUrl ?? 'https://gateway.example').replace(/\/+$/, '');
  const basePath = new URL(baseUrl).pathname.replace(/\/+$/, '');
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
