/** What has to be asked before it can be told: dependencies, booking writes, seat locks; asked beside the scrapes, so that none waits. */
import type { Deps, Timing } from '../deps.ts';
import type { GuardReadinessWatch } from '../state/guard-readiness.ts';
import { holdingOff } from '../state/guard-readiness.ts';

/** Asks until stopped. */
export type Gauges = { readonly start: () => void; readonly stop: () => void };

const checksEveryDefaultMs = 5_000;
const seatsEveryDefaultMs = 15_000;

type Slice = Pick<Deps, 'callers' | 'observe' | 'service' | 'writes'>;

const statuses = ['ok', 'degraded', 'down', 'not_loaded'] as const;

/** One gauge for each status that a check may have: 1 for the one it has. */
const watchChecks = ({ observe: { metrics }, service: { readiness } }: Slice) => {
  const states = new Map<string, string>();
  const note = (name: string, status: string): void => {
    const isNew = !states.has(name);
    states.set(name, status);
    if (!isNew) return;
    for (const one of statuses)
      metrics.observe('gateway.dependency.state', () => Number(states.get(name) === one), {
        name,
        status: one,
      });
  };
  return async (): Promise<void> => {
    const checks = await Promise.all(readiness.map((check) => check()));
    for (const { name, status } of checks) note(name, status);
  };
};

const observeWrites = ({ observe: { metrics } }: Slice, guardReadiness: GuardReadinessWatch): void => {
  for (const reason of holdingOff)
    metrics.observe(
      'gateway.booking.writes_off',
      () => {
        const readiness = guardReadiness.last();
        return readiness === undefined ? undefined : Number(readiness.cause === reason);
      },
      { reason },
    );
};

const observeProcess = ({ observe: { metrics } }: Slice): void => {
  metrics.observe('gateway.process.memory_bytes', () => process.memoryUsage.rss());
  metrics.observe('gateway.process.cpu_seconds', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000_000;
  });
};

const watchSeats = ({ callers: { partners }, observe: { metrics }, writes: { seatLocks } }: Slice) => {
  let active: number | undefined;
  metrics.observe('gateway.seatlock.active', () => active);
  return async (): Promise<void> => {
    const clientIds = partners.all().map(({ clientId }) => clientId);
    const swept = await seatLocks.sweep(clientIds).catch(() => undefined);
    active = swept?.active;
    metrics.count('gateway.seatlock.expired', {}, swept?.expired ?? 0);
  };
};

/** What has not happened to a client yet is 0: an alert on the first time sees it grow. */
const beginAtNothing = ({ callers: { partners }, observe: { metrics } }: Slice): void => {
  for (const { clientId: client_id } of partners.all()) {
    metrics.count('gateway.booking.price_mismatch', { client_id }, 0);
    for (const reason of ['missing', 'refused'])
      metrics.count('gateway.client.key_refused', { client_id, reason }, 0);
  }
};

/** Makes them; nothing is asked before `start`. */
export const createGauges = (
  deps: Slice,
  guardReadiness: GuardReadinessWatch,
  { checksEveryMs = checksEveryDefaultMs, seatsEveryMs = seatsEveryDefaultMs }: Timing['gauges'] = {},
): Gauges => {
  const askChecks = watchChecks(deps);
  const sweepSeats = watchSeats(deps);
  observeWrites(deps, guardReadiness);
  observeProcess(deps);
  const timers: NodeJS.Timeout[] = [];
  const repeat = (ask: () => Promise<void>, everyMs: number): void => {
    void ask();
    timers.push(setInterval(() => void ask(), everyMs).unref());
  };
  return {
    start() {
      repeat(async () => {
        beginAtNothing(deps);
        await askChecks();
      }, checksEveryMs);
      repeat(sweepSeats, seatsEveryMs);
    },
    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
};
