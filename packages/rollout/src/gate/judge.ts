/** The canary gate: whether a share may grow, has to wait, or goes back, and why. */
import type { Rule } from '../flags/rules.ts';
import { shareOf } from '../flags/rules.ts';
import { endpointsOfStep, isStep } from '../flags/steps.ts';
import { addLatencies, percentile } from '../tallies/latency.ts';
import type { Flow, Report } from '../tallies/report.ts';

/** The shares of the canary, one after the other. */
export const ladder = [5, 25, 50, 100] as const;

/** The rules of a canary. */
export type GateRules = {
  /** A share is watched for so long before it grows. Default 15. */
  readonly minutes: number;
  /** Fewer requests on a side prove nothing. Default 100. */
  readonly requestsMin: number;
  /** Points that the error rate of the gateway may not reach above the old one. Default 0.1. */
  readonly errorPointsMax: number;
  /** Percent that its p95 may not reach above the old one. Default 20. */
  readonly slowerPercentMax: number;
};

export const gateRules: GateRules = {
  minutes: 15,
  requestsMin: 100,
  errorPointsMax: 0.1,
  slowerPercentMax: 20,
};

/** What is asked: a rule, what was seen since it became so, and the time. */
export type GateQuestion = {
  readonly rule: Rule;
  readonly report: Report;
  readonly nowMs: number;
  readonly rules?: GateRules;
};

/** One side in numbers. */
export type SideNumbers = {
  readonly requests: number;
  readonly errors: number;
  readonly errorPercent: number;
  readonly p95Ms: number | undefined;
};

/** The verdict, with the share to go to. */
export type GateVerdict = {
  readonly decision: 'advance' | 'hold' | 'roll_back';
  readonly reasons: readonly string[];
  readonly percent: number;
  readonly nextPercent: number;
  readonly legacy: SideNumbers;
  readonly gateway: SideNumbers;
  readonly compared: number;
  readonly priceDifferences: number;
};

const covers = (
  { endpoint, client }: Rule,
  place: { readonly endpoint: string; readonly client: string },
) => {
  const names: readonly string[] = isStep(endpoint) ? endpointsOfStep(endpoint) : [endpoint];
  return names.includes(place.endpoint) && (client === '*' || client === place.client);
};

const numbersOf = (flows: readonly Flow[]): SideNumbers => {
  const requests = flows.reduce((sum, flow) => sum + flow.requests, 0);
  const errors = flows.reduce((sum, flow) => sum + flow.errors, 0);
  return {
    requests,
    errors,
    errorPercent: requests === 0 ? 0 : (100 * errors) / requests,
    p95Ms: percentile(flows.map(({ latencies }) => latencies).reduce(addLatencies, {}), 0.95),
  };
};

const rounded = (value: number): string => value.toFixed(2);

/** The funnel has no shadow copies of reads: an expected price that differs is one of a dry run, told the same way. */
const badSigns = (
  { legacy, gateway, priceDifferences }: Pick<GateVerdict, 'legacy' | 'gateway' | 'priceDifferences'>,
  rules: GateRules,
): string[] => {
  const points = gateway.errorPercent - legacy.errorPercent;
  const slowest = (legacy.p95Ms ?? Number.POSITIVE_INFINITY) * (1 + rules.slowerPercentMax / 100);
  const isSeen = gateway.requests >= rules.requestsMin;
  return [
    ...(priceDifferences > 0 ? [`${priceDifferences} prices differ from those of the old system`] : []),
    ...(isSeen && gateway.errors > 0 && points >= rules.errorPointsMax
      ? [
          `${rounded(gateway.errorPercent)} % of the gateway’s answers failed, ${rounded(legacy.errorPercent)} % of the old ones`,
        ]
      : []),
    ...(isSeen && legacy.requests >= rules.requestsMin && (gateway.p95Ms ?? 0) >= slowest
      ? [`p95 is ${rounded(gateway.p95Ms ?? 0)} ms, that of the old system ${rounded(legacy.p95Ms ?? 0)} ms`]
      : []),
  ];
};

const waitsFor = (
  { rule: { since }, nowMs }: GateQuestion,
  { legacy, gateway, percent, compared }: Omit<GateVerdict, 'decision' | 'reasons' | 'nextPercent'>,
  rules: GateRules,
): string[] => {
  const watchedMinutes = since === undefined ? 0 : (nowMs - Date.parse(since)) / 60_000;
  const few = (side: string, requests: number): string[] =>
    requests < rules.requestsMin
      ? [`${requests} requests of ${rules.requestsMin} were seen at the ${side}`]
      : [];
  return [
    ...(watchedMinutes < rules.minutes
      ? [`it has been so for ${Math.floor(watchedMinutes)} of ${rules.minutes} minutes`]
      : []),
    ...(percent >= 100 ? ['everything is at the gateway; keep the old system warm for 48 hours'] : []),
    ...(percent > 0 && percent < 100
      ? [...few('gateway', gateway.requests), ...few('old system', legacy.requests)]
      : []),
    ...(percent === 0 && compared < rules.requestsMin
      ? [
          `${compared} answers of ${rules.requestsMin} were compared; nothing else was seen of the gateway yet`,
        ]
      : []),
  ];
};

/**
 * Judges a share by what was seen since it became so. One bad sign sends it back a rung of the ladder at once; growing takes its
 * time and enough requests on both sides. A rule that only copies advances to the first rung.
 */
export const judge = (question: GateQuestion): GateVerdict => {
  const { rule, report, rules = gateRules } = question;
  const { percent } = shareOf(rule);
  const flows = report.flows.filter((flow) => covers(rule, flow));
  const matches = report.matches.filter((match) => covers(rule, match));
  const seen = {
    percent,
    legacy: numbersOf(flows.filter(({ path }) => path === 'legacy')),
    gateway: numbersOf(flows.filter(({ path }) => (percent === 0 ? path === 'copy' : path === 'gateway'))),
    compared: matches.reduce((sum, { compared }) => sum + compared, 0),
    priceDifferences: matches.reduce((sum, { kinds }) => sum + (kinds.price ?? 0), 0),
  };
  const lower = ladder.findLast((share) => share < percent) ?? 0;
  const higher = ladder.find((share) => share > percent) ?? 100;
  const bad = badSigns(seen, rules);
  if (bad.length > 0) {
    const isBack = percent > 0;
    return {
      ...seen,
      decision: isBack ? 'roll_back' : 'hold',
      reasons: bad,
      nextPercent: isBack ? lower : 0,
    };
  }
  const waits = waitsFor(question, seen, rules);
  if (waits.length > 0) return { ...seen, decision: 'hold', reasons: waits, nextPercent: percent };
  return {
    ...seen,
    decision: 'advance',
    reasons: [`no price differs, errors and p95 are within bounds`],
    nextPercent: higher,
  };
};
