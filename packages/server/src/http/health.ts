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

const leaving = {
  name: 'shutdown',
  status: 'down',
  required: true,
  detail: 'it was told to end and answers what still comes; send new requests elsewhere',
} as const satisfies DependencyCheck;

/** Asks every dependency at once. */
export const readReadiness = async ({
  service: { readiness, isLeaving },
}: Pick<Slice, 'service'>): Promise<Readiness> => {
  const asked = await Promise.all(readiness.map((check) => check()));
  const checks = isLeaving() ? [...asked, leaving] : asked;
  return { status: overall(checks), checks };
};
