/** Whether reads may leave the old tables: every condition, judged. */
import type { DiscrepancyLine } from './discrepancies.ts';

/** The conditions of the cut-over. */
export type CutOverRules = {
  /** Both sides are read for so long. Default 14. */
  readonly days: number;
  /** Of the bookings read in that time so many of 100 have to be identical. Default 99.9. */
  readonly matchPercentMin: number;
  /** No difference is younger. Default 48. */
  readonly quietHours: number;
  /** The last run is no older. Default 24. */
  readonly runHoursMax: number;
};

const cutOverRules: CutOverRules = {
  days: 14,
  matchPercentMin: 99.9,
  quietHours: 48,
  runHoursMax: 24,
};

/** What is known. */
export type CutOverFacts = {
  readonly log: readonly DiscrepancyLine[];
  readonly openOutcomes: number;
  /** Clients whose 12go key was not accepted. */
  readonly keysRefused: readonly string[];
  /** Old ids in the file of the gateway; undefined where there is none, or it cannot be used. */
  readonly importedIds: number | undefined;
};

/** One condition. */
export type RemovalCheck = { readonly code: string; readonly isMet: boolean; readonly message: string };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const logChecks = (log: readonly DiscrepancyLine[], nowMs: number, rules: CutOverRules): RemovalCheck[] => {
  const runs = log.filter((line) => line.kind === 'run').map((run) => ({ ...run, atMs: Date.parse(run.at) }));
  const recent = runs.filter(({ atMs }) => atMs > nowMs - rules.days * dayMs);
  const sum = (of: 'compared' | 'identical'): number => recent.reduce((total, run) => total + run[of], 0);
  const [compared, identical] = [sum('compared'), sum('identical')];
  const percent = compared === 0 ? 0 : (100 * identical) / compared;
  const firstMs = Math.min(...runs.map(({ atMs }) => atMs));
  const lastMs = Math.max(...runs.map(({ atMs }) => atMs));
  const newestMs = Math.max(
    ...log.filter(({ kind }) => kind === 'difference').map(({ at }) => Date.parse(at)),
  );
  const days = runs.length === 0 ? 0 : (nowMs - firstMs) / dayMs;
  const quiet = (nowMs - newestMs) / hourMs;
  return [
    {
      code: 'reads.long_enough',
      isMet: days >= rules.days,
      message: `both sides were read for ${days.toFixed(1)} of ${rules.days} days`,
    },
    {
      code: 'reads.recent',
      isMet: runs.length > 0 && nowMs - lastMs <= rules.runHoursMax * hourMs,
      message:
        runs.length === 0
          ? 'there was no run'
          : `the last run was ${((nowMs - lastMs) / hourMs).toFixed(1)} hours ago`,
    },
    {
      code: 'reads.match',
      isMet: compared > 0 && percent >= rules.matchPercentMin,
      message: `${identical} of ${compared} bookings were identical in ${rules.days} days: ${percent.toFixed(2)} %, of ${rules.matchPercentMin}`,
    },
    {
      code: 'reads.quiet',
      isMet: quiet >= rules.quietHours,
      message:
        quiet === Number.POSITIVE_INFINITY
          ? 'there was no difference'
          : `the newest difference is ${quiet.toFixed(1)} of ${rules.quietHours} hours old`,
    },
  ];
};

/** Judges them all. */
export const judgeCutOver = (
  facts: CutOverFacts,
  nowMs: number,
  rules: CutOverRules = cutOverRules,
): RemovalCheck[] => [
  ...logChecks(facts.log, nowMs, rules),
  {
    code: 'outcomes.open',
    isMet: facts.openOutcomes === 0,
    message: `${facts.openOutcomes} outcomes of booking writes are open`,
  },
  {
    code: 'upstream_keys',
    isMet: facts.keysRefused.length === 0,
    message:
      facts.keysRefused.length === 0
        ? '12go takes every key'
        : `12go does not take the key of ${facts.keysRefused.join(', ')}`,
  },
  {
    code: 'old_ids',
    isMet: (facts.importedIds ?? 0) > 0,
    message:
      facts.importedIds === undefined
        ? 'there is no file of old booking ids that can be used'
        : `${facts.importedIds} old booking ids are imported`,
  },
];
