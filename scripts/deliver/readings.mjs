/** What Prometheus texts say of the requests of two versions between two moments, as one report that the gate judges. */
import { createTallies } from '../../packages/rollout/src/index.ts';

/** @typedef {Readonly<Record<string, string>>} Scrapes the text of `/metrics` of each instance, by its name */
/** @typedef {Readonly<Record<'stable' | 'canary', Scrapes>>} Readings */
/** @typedef {Readonly<Record<string, number>>} Counts answers by the two labels that matter, `status le`, cumulative in `le` */

/** What the flows of a delivery are filed under. */
export const flowName = { endpoint: 'delivery', client: '*' };

/** What balancers ask is no partner's request. */
const probes = new Set(['health', 'ready']);

const bucketLine = /^gateway_request_duration_bucket\{(.*)\} (\S+)/;

/** @param {string} labels @param {string} name */
const label = (labels, name) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? '';

/** @param {string} text @returns {Counts} */
export const countsOf = (text) => {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const line of text.split('\n')) {
    const [, labels, value] = bucketLine.exec(line) ?? [];
    if (labels === undefined || probes.has(label(labels, 'endpoint'))) continue;
    const kind = label(labels, 'status_code').startsWith('5') ? 'failed' : 'answered';
    const key = `${kind} ${label(labels, 'le')}`;
    counts[key] = (counts[key] ?? 0) + Number(value);
  }
  return counts;
};

/** @param {Counts} counts @param {string} kind */
const totalOf = (counts, kind) => counts[`${kind} +Inf`] ?? 0;

/**
 * What came between two readings of one instance; one that counts less than before was restarted, and all it has is new.
 *
 * @param {Counts} before @param {Counts} after @returns {Counts}
 */
const between = (before, after) => {
  const isRestarted = ['failed', 'answered'].some((kind) => totalOf(after, kind) < totalOf(before, kind));
  if (isRestarted) return after;
  return Object.fromEntries(Object.entries(after).map(([key, value]) => [key, value - (before[key] ?? 0)]));
};

/**
 * The latencies of a histogram in milliseconds, one for each answer, spread evenly over its bucket; those above the last bound are at it.
 *
 * @param {Counts} counts @param {string} kind @returns {number[]}
 */
const latenciesOf = (counts, kind) => {
  const bounds = Object.keys(counts)
    .flatMap((key) =>
      key.startsWith(`${kind} `) ? [Number(key.slice(kind.length + 1).replace('+Inf', 'Infinity'))] : [],
    )
    .sort((one, other) => one - other);
  return bounds.flatMap((bound, index) => {
    const below = bounds[index - 1] ?? 0;
    const countAt = (/** @type {number} */ at) => counts[`${kind} ${at === Infinity ? '+Inf' : at}`] ?? 0;
    const count = Math.max(0, countAt(bound) - (index === 0 ? 0 : countAt(below)));
    const width = bound === Infinity ? 0 : bound - below;
    return Array.from({ length: count }, (_, place) => below + (width * (place + 0.5)) / count);
  });
};

/**
 * The requests of both versions between two readings. The old system of the report is the stable version, its gateway the canary.
 *
 * @param {Readings} before @param {Readings} after @param {number} nowMs
 */
export const reportBetween = (before, after, nowMs) => {
  const tallies = createTallies(() => nowMs);
  for (const [side, path] of /** @type {const} */ ([
    ['stable', 'legacy'],
    ['canary', 'gateway'],
  ])) {
    for (const [instance, text] of Object.entries(after[side])) {
      const counts = between(countsOf(before[side][instance] ?? ''), countsOf(text));
      for (const kind of ['failed', 'answered'])
        for (const ms of latenciesOf(counts, kind))
          tallies.answered(flowName, path, { ms, isError: kind === 'failed' });
    }
  }
  return tallies.report(1);
};
