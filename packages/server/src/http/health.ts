/** Health and readiness: what must be loaded, and what is only reported. */
import type { DependencyCheck, Health, Readiness } from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';

type Slice = Pick<Deps, 'clock' | 'service'>;

/** The process runs. */
export const readHealth = ({ clock, service: { version, startedAtMs } }: Slice): Health => ({
  status: 'ok',
  version,
  uptime_seconds: Math.max(0, (clock.nowMs() - startedAtMs) / 1000),
});

const overall = (checks: readonly DependencyCheck[]): Readiness['status'] => {
  if (checks.some(({ required, status }) => required && status !== 'ok' && status !== 'degraded'))
    return 'not_ready';
  return checks.some(({ status }) => status !== 'ok') ? 'degraded' : 'ready';
};

/** Asks every dependency at once. */
export const readReadiness = async ({
  service: { readiness },
}: Pick<Slice, 'service'>): Promise<Readiness> => {
  const checks = await Promise.all(readiness.map((check) => check()));
  return { status: overall(checks), checks };
};
