/** Every instrument of the traffic router by name, kind, unit and allowed labels. */
import { counter, gauge, histogram } from './instrument-kinds.ts';

const answerMs = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 35_000] as const;

/** The instruments; a client that no rule of the rollout names counts as `other`. */
export const routerInstruments = {
  'router.request.duration': histogram(
    'ms',
    ['endpoint', 'side', 'status_code'],
    'Time from request to the first of the answer, by who answered: `legacy` or `gateway`.',
  ),
  'router.request.failed': counter(
    ['side', 'reason'],
    'Requests that a side did not answer: `refused`, `timeout`, `broken`.',
  ),
  'router.request.turned': counter(
    ['from', 'reason'],
    'Requests that the other side answered instead: `unreachable`, `circuit_open`, `unknown_booking`.',
  ),
  'router.copy.made': counter(['endpoint'], 'Copies that the gateway answered, for comparison.'),
  'router.copy.dropped': counter(['reason'], 'Copies that were not made, and why.'),
  'router.copy.differences': counter(['endpoint', 'kind'], 'Differences between old answers and copies.'),
  'router.dry_run.failed': counter(['reason'], 'Bookings of the old system that could not be run dry.'),
  'router.circuit.state': gauge('1', '0 closed, 1 half-open, 2 open.', ['of']),
  'router.rollout.revision': gauge('1', 'Revision of the rollout in effect; the same on all instances.'),
  'router.rollout.peers_behind': gauge('1', 'Peers that do not answer or have another revision.'),
  'router.rollout.file_refused': gauge('1', '1 while the file of the rollout cannot be used.'),
} as const;

/** Of histograms, by name. */
export const routerBounds = { 'router.request.duration': answerMs } as const;
