/** Health and readiness: what must be loaded, and what is only reported. */
import type { DependencyCheck, Health, Readiness } from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';

type Slice = Pick<Deps, 'version' | 'nowMs' | 'startedAtMs' | 'readiness'>;

/** The process runs. */
export const readHealth = ({
  version,
  nowMs,
  startedAtMs,
}: Pick<Slice, 'version' | 'nowMs' | 'startedAtMs'>): Health => ({
  status: 'ok',
  version,
  uptime_seconds: Math.max(0, (nowMs() - startedAtMs) / 1000),
});

const overall = (checks: readonly DependencyCheck[]): Readiness['status'] => {
  if (checks.some(({ required, status }) => required && status !== 'ok' && status !== 'degraded'))
    return 'not_ready';
  return checks.some(({ status }) => status !== 'ok') ? 'degraded' : 'ready';
};

/** Asks every dependency at once. */
export const readReadiness = async ({ readiness }: Pick<Slice, 'readiness'>): Promise<Readiness> => {
  const checks = await Promise.all(readiness.map((check) => check()));
  return { status: overall(checks), checks };
};
