/** How many attempts go to a host at once, and none for a while after many in a row failed: one host must not hold up the others. */

/** `nothing`: it tells nothing of the host, which was not reached for another reason than its own, or not tried. */
export type HostVerdict = 'good' | 'bad' | 'nothing';

/** Leave for one attempt; given back once. */
export type HostPass = { leave(verdict: HostVerdict): void };

export type HostGates = {
  /** As many passes as there is room for; those that are not needed are given back for `nothing`. */
  enter(host: string): readonly HostPass[];
  /** Milliseconds that a host still rests; 0 if it does not. */
  restsForMs(host: string): number;
};

export type HostGateOptions = {
  readonly nowMs: () => number;
  /** Default 5. */
  readonly perHostMax?: number;
  /** Of all hosts together. Default 200. */
  readonly totalMax?: number;
  /** So many failures in a row, and the host rests. Default 10. */
  readonly failuresMax?: number;
  /** The first rest, twice as long after each attempt that fails again. Default 10 s. */
  readonly restMs?: number;
  /** Default 60 s. */
  readonly restMsMax?: number;
};

type Host = { running: number; failures: number; restUntilMs: number; nextRestMs: number };

/**
 * Makes the gates of a process, all open. After its rest a host is tried by one attempt at a time until one succeeds.
 *
 * @example
 * ```ts
 * const gates = createHostGates({ nowMs: Date.now });
 * for (const pass of gates.enter('hooks.acme.com')) pass.leave('good');
 * ```
 */
export const createHostGates = (options: HostGateOptions): HostGates => {
  const { nowMs, perHostMax = 5, totalMax = 200, failuresMax = 10 } = options;
  const { restMs = 10_000, restMsMax = 60_000 } = options;
  const hosts = new Map<string, Host>();
  let total = 0;
  const wellHost = (): Host => ({ running: 0, failures: 0, restUntilMs: 0, nextRestMs: restMs });

  const judge = (host: Host, verdict: HostVerdict): void => {
    if (verdict === 'good') Object.assign(host, { ...wellHost(), running: host.running });
    if (verdict !== 'bad') return;
    host.failures += 1;
    // What was begun before it rested tells of the past.
    if (host.failures < failuresMax || host.restUntilMs > nowMs()) return;
    host.restUntilMs = nowMs() + host.nextRestMs;
    host.nextRestMs = Math.min(host.nextRestMs * 2, restMsMax);
  };

  const passTo = (name: string, host: Host): HostPass => {
    host.running += 1;
    total += 1;
    return {
      leave(verdict) {
        host.running -= 1;
        total -= 1;
        judge(host, verdict);
        if (host.running === 0 && host.failures === 0) hosts.delete(name);
      },
    };
  };

  const restsForMs = (name: string): number => Math.max(0, (hosts.get(name)?.restUntilMs ?? 0) - nowMs());

  return {
    enter(name) {
      if (restsForMs(name) > 0) return [];
      const host = hosts.get(name) ?? wellHost();
      const most = host.failures >= failuresMax ? 1 : perHostMax;
      const count = Math.max(0, Math.min(most - host.running, totalMax - total));
      if (count > 0) hosts.set(name, host);
      return Array.from({ length: count }, () => passTo(name, host));
    },
    restsForMs,
  };
};
