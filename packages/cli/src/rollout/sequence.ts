/** The order in which partners move: where each step is, what comes next, and what has to be true before. Pure. */
import { type Rollout, shareOf } from '@partner-gateway/rollout';

/** A step on the way. */
export type SequenceStep = {
  readonly step: string;
  /** In words: `old system`, `shadow`, `5 %`, `gateway`; of the token flow whether it has to be checked yet. */
  readonly state: string;
  readonly isDone: boolean;
  readonly before: string;
  readonly command: string;
};

const percentOf = (
  { rules }: Rollout,
  endpoint: string,
): { percent: number; state: string; clients: number } => {
  const rule = rules.find((one) => one.endpoint === endpoint && one.client === '*');
  const { percent, copyPercent } = shareOf(rule);
  const clients = rules.filter(
    (one) => one.endpoint === endpoint && one.client !== '*' && shareOf(one).percent > 0,
  ).length;
  const some = clients === 0 ? '' : `, ${clients} ${clients === 1 ? 'client' : 'clients'} further`;
  if (percent >= 100) return { percent, clients, state: 'gateway' };
  if (percent > 0) return { percent, clients, state: `${percent} %${some}` };
  return { percent, clients, state: `${copyPercent > 0 ? 'shadow' : 'old system'}${some}` };
};

const moved = ['stations', 'search', 'funnel', 'post_booking'] as const;

const befores: Readonly<Record<(typeof moved)[number], string>> = {
  stations: '12go takes the key of every client: partner-cli upstream keys',
  search:
    'the step before is done; clients have itinerary_id_mode plain; a shadow or a replay found no price that differs',
  funnel:
    'the token flow was checked with one client; a week of dry runs is alike; credit line and webhooks are set; a quiet hour',
  post_booking: 'old booking ids are imported and checked: partner-cli rollout import-ids',
};

const commandOf = (step: string, { percent, state }: { percent: number; state: string }): string => {
  if (percent >= 100) return `partner-cli rollout report`;
  if (percent > 0) return `partner-cli rollout gate ${step} --apply`;
  if (state.startsWith('shadow')) return `partner-cli rollout gate ${step} --apply`;
  return step === 'stations'
    ? `partner-cli rollout set ${step} --mode percent --percent 5 --copy-percent 10 --reason …`
    : `partner-cli rollout set ${step} --mode shadow --reason …`;
};

/** The steps in their order. */
export const sequenceOf = (rollout: Rollout): SequenceStep[] => {
  const steps = moved.map((step): SequenceStep => {
    const share = percentOf(rollout, step);
    return {
      step,
      state: share.state,
      isDone: share.percent >= 100,
      before: befores[step],
      command: commandOf(step, share),
    };
  });
  const funnel = percentOf(rollout, 'funnel');
  const flow: SequenceStep = {
    step: 'token flow',
    state: funnel.percent > 0 || funnel.clients > 0 ? 'checked, or passed over' : 'to be checked',
    isDone: funnel.percent > 0 || funnel.clients > 0,
    before: 'search is at the gateway for the client that checks it',
    command: 'partner-cli rollout token-flow <itinerary id>',
  };
  return [...steps.slice(0, 2), flow, ...steps.slice(2)];
};

/** The step to take now; undefined when everything is at the gateway. */
export const nextStepOf = (steps: readonly SequenceStep[]): SequenceStep | undefined =>
  steps.find(({ isDone }) => !isDone);
