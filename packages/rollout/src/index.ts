/** From the old system to the gateway: who answers what, how answers compare, when to go on. Pure. */

export {
  type ChangeRequest,
  changeRequestSchema,
  type Flags,
  flagsSchema,
  reportQuerySchema,
  routerPaths,
} from './api.ts';
export {
  type Answer,
  type Comparison,
  compareAnswers,
  type Difference,
  differenceKinds,
} from './comparison/compare.ts';
export { type Sample, sampleOf } from './comparison/samples.ts';
export { type Author, type Change, changed } from './flags/change.ts';
export {
  latest,
  type Rollout,
  RolloutRefused,
  readRollout,
  rolloutSchema,
  ruleFor,
  untouched,
} from './flags/document.ts';
export { modes, notificationModes, type Rule, ruleSchema, type Share, shareOf } from './flags/rules.ts';
export { endpointsOfStep, isStep, newEndpoints, type Step, stepOf, steps } from './flags/steps.ts';
export {
  type GateRules,
  type GateVerdict,
  gateRules,
  judge,
  ladder,
  type SideNumbers,
} from './gate/judge.ts';
export { type Judged, judgeReplayed, type Replayed } from './recording/judge-replay.ts';
export { type RecordedLine, readRecordedLine, recordedLineSchema } from './recording/recorded-line.ts';
export { createRedactor, type Redactor, type RedactorOptions } from './recording/redact.ts';
export { type Planned, planReplay, type SkipReason } from './recording/replay-plan.ts';
export { type CutOverFacts, judgeCutOver, type RemovalCheck } from './removal/cut-over.ts';
export { type DiscrepancyLine, discrepanciesOf, discrepancyLineSchema } from './removal/discrepancies.ts';
export { judgeTables, tableAccessSchema } from './removal/table-watch.ts';
export { type Asked, type Choice, chooseSide, type Side } from './routing/choose-side.ts';
export { addLatencies, type Latencies, percentile } from './tallies/latency.ts';
export { type Flow, type Match, mergeReports, type Report, reportSchema } from './tallies/report.ts';
export { type CopyDrop, createTallies, matchOf, type Place, type Tallies } from './tallies/tallies.ts';
