/** The gate: a canary is watched beside the stable version until it has proved itself, or proved bad, or patience ends. */
import { gateRules, judge } from '../../packages/rollout/src/index.ts';
import { flowName, reportBetween } from './readings.mjs';

/** @typedef {import('./readings.mjs').Readings} Readings */
/** @typedef {import('../../packages/rollout/src/index.ts').GateRules} GateRules */

/**
 * Where versions are delivered to. A call is over when it is so, and rejects when it cannot be.
 *
 * @typedef {object} Place
 * @property {(version: string) => Promise<void>} deploy puts a canary beside the stable version, ready, with no traffic
 * @property {(percent: number) => Promise<void>} weigh gives the canary so much of the traffic
 * @property {() => Promise<Readings>} read reads `/metrics` of every instance
 * @property {(version: string) => Promise<void>} promote makes the canary's version the stable one
 * @property {() => Promise<void>} rollBack gives everything to the stable version and takes the canary away
 */

/**
 * @typedef {object} Watching
 * @property {number} percent the canary's share, from above 0 to below 100
 * @property {() => number} now Unix milliseconds
 * @property {(ms: number) => Promise<unknown>} sleep
 * @property {(line: string) => void} tell
 * @property {GateRules} [rules] default: those of a rollout, 15 minutes and 100 requests on each side
 * @property {number} [settleMs] a process that just started is slow and is not judged by it; default a minute
 * @property {number} [everyMs] default 15 s
 */

/** So many times the minutes of the rules are waited for enough requests. */
const patience = 2;

/** @param {import('../../packages/rollout/src/index.ts').SideNumbers} side */
const numbers = ({ requests, errorPercent, p95Ms }) =>
  `${requests} requests, ${errorPercent.toFixed(2)} % failed, p95 ${p95Ms === undefined ? 'unknown' : `${p95Ms.toFixed(0)} ms`}`;

/**
 * Judges what was read, by the rules of a rollout.
 *
 * @param {{ before: Readings, after: Readings, sinceMs: number, nowMs: number, percent: number, rules: GateRules }} seen
 */
export const verdictOf = ({ before, after, sinceMs, nowMs, percent, rules }) => {
  const since = new Date(sinceMs).toISOString();
  const rule = { ...flowName, mode: /** @type {const} */ ('percent'), percent, since };
  const { decision, gateway, legacy } = judge({
    rule,
    report: reportBetween(before, after, nowMs),
    nowMs,
    rules,
  });
  return { decision, line: `canary: ${numbers(gateway)}; stable: ${numbers(legacy)}` };
};

/**
 * Watches. The decision is `hold` when too little was seen in twice the time.
 *
 * @param {Pick<Place, 'read'>} place @param {Watching} watching
 */
export const watch = async (
  place,
  { percent, now, sleep, tell, rules = gateRules, settleMs = 60_000, everyMs = 15_000 },
) => {
  await sleep(settleMs);
  const before = await place.read();
  const sinceMs = now();
  for (;;) {
    await sleep(everyMs);
    const after = await place.read();
    const verdict = verdictOf({ before, after, sinceMs, nowMs: now(), percent, rules });
    tell(`${verdict.decision}: ${verdict.line}`);
    const isOver = now() - sinceMs >= patience * rules.minutes * 60_000;
    if (verdict.decision !== 'hold' || isOver) return verdict;
  }
};
