/** Every case of the fault suite, in the order in which it is played. */
import { changedSecrets } from './cases/changed-secrets.ts';
import { controls } from './cases/controls.ts';
import { findings } from './cases/findings.ts';
import { fuzzedRequests } from './cases/fuzzed.ts';
import { clocks, gateways } from './cases/gateways.ts';
import { hostileAnswers } from './cases/hostile-answers.ts';
import { lateOutcomes } from './cases/late-outcomes.ts';
import { limits } from './cases/limits.ts';
import { linesTo12go } from './cases/lines-to-12go.ts';
import { lostReserves } from './cases/lost-reserves.ts';
import { neighbours } from './cases/neighbours.ts';
import { outages } from './cases/outages.ts';
import { pressure } from './cases/pressure.ts';
import { rawHttp } from './cases/raw-http.ts';
import { redisFaults } from './cases/redis-faults.ts';
import { secrets } from './cases/secrets.ts';
import { tokens } from './cases/tokens.ts';
import type { FaultCase } from './fault-case.ts';

export const faultCases: readonly FaultCase[] = [
  ...lostReserves,
  ...lateOutcomes,
  ...linesTo12go,
  ...hostileAnswers,
  ...neighbours,
  ...tokens,
  ...rawHttp,
  ...secrets,
  ...findings,
  ...gateways,
  ...clocks,
  ...changedSecrets,
  ...redisFaults,
  ...outages,
  ...fuzzedRequests,
  ...limits,
  ...pressure,
  ...controls,
];
