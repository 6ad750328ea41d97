/** A worker on a clock that stands until it is told to pass, and what it told. */
import {
  createHostGates,
  createMemoryEndpointStates,
  createMemoryWebhookQueue,
  createWebhookWorker,
  type EndpointStates,
  type HostGateOptions,
  type Send,
  type WebhookEndpoint,
  type WebhookEvent,
  type WebhookQueue,
  type WebhookWorker,
  type WorkerOptions,
} from '../../src/index.ts';
import { startMs } from './webhooks.ts';

export type WorkerBench = {
  readonly worker: WebhookWorker;
  readonly queue: WebhookQueue;
  readonly endpoints: EndpointStates;
  /** Changed in place: an endpoint is that of its client. */
  readonly places: Map<string, WebhookEndpoint>;
  readonly events: readonly WebhookEvent[];
  /** Milliseconds since the start, as `evt_1 30000 503`, of every attempt of a client. */
  attemptsOf(clientId: string): string[];
  nowMs(): number;
  pass(ms: number): void;
  /** Works until nothing is due now; resolves to when something will be. */
  settle(): Promise<number>;
  /** Works, and lets time pass, until nothing waits any more. */
  finish(): Promise<void>;
};

export type WorkerBenchOptions = Partial<WorkerOptions> & {
  readonly send: Send;
  readonly gateOptions?: Partial<HostGateOptions>;
};

/** A look at all queues is due only where something is, so that time passes from one due webhook to the next. */
const neverMs = 30 * 86_400_000;

export const createWorkerBench = ({ gateOptions, ...options }: WorkerBenchOptions): WorkerBench => {
  let ms = startMs;
  const nowMs = () => ms;
  const queue = options.queue ?? createMemoryWebhookQueue({ nowMs });
  const endpoints = createMemoryEndpointStates({ nowMs });
  const places = new Map<string, WebhookEndpoint>();
  const events: WebhookEvent[] = [];
  const attempts: { readonly clientId: string; readonly text: string }[] = [];
  const worker = createWebhookWorker({
    clientIds: () => [...places.keys()],
    endpointOf: (clientId) => places.get(clientId),
    endpoints,
    gates: createHostGates({ nowMs, ...gateOptions }),
    nowMs,
    random: () => 0.5,
    sleep: (_ms, signal) => new Promise((ended) => signal.addEventListener('abort', () => ended())),
    pollMs: neverMs,
    ...options,
    queue,
    onEvent(event) {
      events.push(event);
      if (event.kind !== 'attempt') return;
      const { clientId, eventId, result } = event;
      const outcome = result.kind === 'answered' ? result.status : result.reason;
      attempts.push({ clientId, text: `${eventId} ${ms - startMs} ${outcome}` });
    },
  });
  const settle = async (): Promise<number> => {
    for (;;) {
      const look = await worker.tick();
      if (look.attempts.length === 0) return look.nextInMs;
      await Promise.all(look.attempts);
    }
  };
  return {
    worker,
    queue,
    endpoints,
    places,
    events,
    attemptsOf: (wanted) => attempts.flatMap(({ clientId, text }) => (clientId === wanted ? [text] : [])),
    nowMs,
    pass(passedMs) {
      ms += passedMs;
    },
    settle,
    async finish() {
      for (;;) {
        const nextInMs = await settle();
        if (nextInMs >= neverMs) return;
        ms += nextInMs;
      }
    },
  };
};
