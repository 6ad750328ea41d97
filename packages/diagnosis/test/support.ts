/** Evidence as tests put it together: entries a second apart, and nothing known unless it is said. */
import type { Booking, TimelineEntry } from '@partner-gateway/contract';
import type { Evidence, Write } from '../src/index.ts';

export type Detail = TimelineEntry['detail'];

/** Steps with the times of a story. */
export const story = (...steps: readonly (readonly [step: string, detail: Detail])[]): TimelineEntry[] =>
  steps.map(([step, detail], index) => ({
    at: new Date(Date.UTC(2026, 10, 1, 8, 15, index)).toISOString(),
    step,
    detail,
  }));

type Step = readonly [step: string, detail: Detail];

/** One attempt at a write: its request, the call of 12go if there was one, and its answer if there was one. */
export const attempt = (operation: Write, answer?: Detail, call?: Detail): Step[] => [
  ['request', { operation, state: 'with_key' }],
  ...(call === undefined ? [] : ([['upstream_call', { operation, latencyMs: 812, ...call }]] as const)),
  ...(answer === undefined ? [] : ([['answer', { operation, ...answer }]] as const)),
];

export const booking = (status: Booking['status'], voucher_url: string | null = 'https://x.example') => ({
  status,
  voucher_url,
});

/** Evidence in which everything around is well. */
export const evidence = (given: Partial<Evidence> = {}): Evidence => ({
  booking: undefined,
  reading: given.booking === undefined ? 'not_asked' : 'read',
  timeline: [],
  guard: [],
  checks: [],
  readsReserves: true,
  names: { client: 'acme', cart: 'c8Kq2Zt1', bid: '8451207', correlation: 'c-1' },
  ...given,
});
