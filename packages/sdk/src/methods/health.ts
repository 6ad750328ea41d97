/** Whether the gateway runs, and whether it takes traffic. Neither call sends the API key. */
import type { Health, Readiness } from '../generated/schemas.ts';
import type { CallOptions } from '../options.ts';
import type { Operate } from './operation.ts';

/** The methods that ask about the gateway itself. */
export type HealthMethods = {
  /**
   * Whether the gateway runs.
   *
   * @example
   * ```ts
   * const { version } = await gateway.health();
   * ```
   */
  health(options?: CallOptions): Promise<Health>;
  /**
   * Whether the gateway takes traffic, with its checks. `not_ready` is an answer, not an error.
   *
   * @example
   * ```ts
   * const { status, checks } = await gateway.ready();
   * ```
   */
  ready(options?: CallOptions): Promise<Readiness>;
};

/** Binds the health methods. */
export const healthMethods = (operate: Operate): HealthMethods => ({
  health: async (options) => (await operate('health', { options })).body as Health,
  ready: async (options) => (await operate('ready', { options })).body as Readiness,
});
