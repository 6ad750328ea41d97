/** Latencies as counts in steps of 5 %, so that those of many instances add up and a percentile is right to 5 %. */

/** Counts by step; sparse, as JSON. */
export type Latencies = Readonly<Record<string, number>>;

const growth = Math.log(1.05);

/** Takes a latency in; milliseconds. */
export const stepOfLatency = (ms: number): number =>
  ms <= 1 ? 0 : Math.min(240, Math.ceil(Math.log(ms) / growth));

/** The latency, in milliseconds, that the given part of the calls stayed below; undefined without any. */
export const percentile = (latencies: Latencies, part: number): number | undefined => {
  const steps = Object.entries(latencies)
    .map(([step, count]) => [Number(step), count] as const)
    .sort(([one], [other]) => one - other);
  const total = steps.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [step, count] of steps) {
    seen += count;
    if (seen >= part * total) return Math.exp(step * growth);
  }
  return undefined;
};

/** All latencies of two counts. */
export const addLatencies = (one: Latencies, other: Latencies): Latencies => {
  const sum: Record<string, number> = { ...one };
  for (const [step, count] of Object.entries(other)) sum[step] = (sum[step] ?? 0) + count;
  return sum;
};
