/** What the state of a gateway is judged as: a stable code, a verdict and the next action for each thing that can be wrong. Pure. */
import type { CheckedKeys, ServiceState } from '@partner-gateway/contract';

export type Verdict = 'ok' | 'warn' | 'fail';

export type Check = {
  /** Stable, such as `dependency.store` or `client.acme.upstream_key`. */
  readonly code: string;
  readonly verdict: Verdict;
  readonly message: string;
  /** What to do; none where nothing is wrong. */
  readonly action?: string;
};

type Dependency = ServiceState['checks'][number];

/** What to do about each dependency that is not well. */
const dependencyActions: Readonly<Record<string, string>> = {
  store:
    'Bring Redis back: docs/runbooks/redis-unreachable.md. Until then booking writes with a key get 503.',
  booking_writes:
    'Wait two minutes after Redis lost its memory: docs/runbooks/store-memory-young.md. If it is off: docs/runbooks/booking-writes-off.md.',
  journal:
    'Bring the Redis of the journal back, or make room in it: docs/runbooks/journal-dropping.md. Bookings go on without it.',
  id_map: 'Bring the master-data service (Fuji) back; the tables are loaded again by themselves.',
  exchange_rates: 'Look at the source of the rates, then `partner-cli config reload`.',
  client_settings:
    'Correct the mistakes that the reload names in CLIENTS_FILE; the old settings are in force.',
  secrets: 'Look at the files of SECRETS_DIR; the old secrets are in force.',
  '12go': 'docs/runbooks/12go-down.md; the circuits close by themselves when 12go recovers.',
  search_cache: 'Bring the Redis of the search cache back; searches go on without it.',
};

const verdictOf = ({ status }: Dependency): Verdict => {
  if (status === 'ok') return 'ok';
  return status === 'degraded' ? 'warn' : 'fail';
};

const wordOf = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]+/g, '_');

const ofDependency = (check: Dependency): Check => {
  const { name, status, detail } = check;
  const verdict = verdictOf(check);
  return {
    code: `dependency.${wordOf(name)}`,
    verdict,
    message: detail === undefined ? status : `${status}: ${detail}`,
    ...(verdict !== 'ok' && {
      action: dependencyActions[name] ?? 'See `/ready` and the log of the gateway for what is wrong with it.',
    }),
  };
};

const outcomesOldMs = 15 * 60;

const ofOutcomes = ({ open_outcomes: open }: ServiceState): Check => {
  const code = 'outcomes.settled';
  if (open === null)
    return {
      code,
      verdict: 'fail',
      message: 'the memory of booking writes is out of reach',
      action: dependencyActions.store ?? '',
    };
  if (open.count === 0) return { code, verdict: 'ok', message: 'no outcome is open' };
  return {
    code,
    verdict: open.oldest_seconds > outcomesOldMs ? 'fail' : 'warn',
    message: `${open.count} open, the oldest for ${open.oldest_seconds} s`,
    action: 'List them with `partner-cli outcomes list` and follow docs/runbooks/unknown-outcome.md.',
  };
};

const ofRates = ({ rates }: ServiceState): Check => {
  const refused = rates.refused.map(({ from, to, reason }) => `${from}>${to} ${reason}`);
  return refused.length === 0
    ? { code: 'rates.taken', verdict: 'ok', message: `${rates.pairs} pairs, of ${rates.as_of ?? 'no time'}` }
    : {
        code: 'rates.taken',
        verdict: 'warn',
        message: `refused, the old ones stay: ${refused.join(', ')}`,
        action:
          'Ask whoever publishes the rates whether they moved so far; `moved_too_far` is taken once the old one is too old.',
      };
};

type Client = ServiceState['clients'][number];

const soonMs = 14 * 86_400_000;

const ofPartnerKeys = (
  { client_id: id, live_keys: live, next_key_expiry: next }: Client,
  nowMs: number,
): Check => {
  const code = `client.${id}.partner_keys`;
  if (live === 0)
    return {
      code,
      verdict: 'fail',
      message: 'every key of the partner is expired, so all its requests get 401',
      action: 'Add a hash of a new key to api_key_hashes, then reload.',
    };
  if (next !== null && Date.parse(`${next}Z`) - nowMs < soonMs)
    return {
      code,
      verdict: 'warn',
      message: `${live} live, the next expires ${next} UTC`,
      action: 'Give the partner a new key before that.',
    };
  return { code, verdict: 'ok', message: `${live} live` };
};

const ofRequests = ({ client_id: id, recent }: Client): Check => {
  const code = `client.${id}.requests`;
  if (recent === null)
    return {
      code,
      verdict: 'warn',
      message: 'what failed is not known',
      action: dependencyActions.journal ?? '',
    };
  const { failed, empty, turned_away: away, last_code: last, last_correlation_id: correlation } = recent;
  const message = `in the last hour ${failed} failed, ${empty} found nothing, ${away} were turned away`;
  if (failed + away === 0) return { code, verdict: 'ok', message };
  return {
    code,
    verdict: 'warn',
    message: `${message}; the last: ${last ?? 'unknown'}`,
    action: `See why: \`partner-cli find ${correlation ?? ''}\`.`,
  };
};

const keyActions: Readonly<Record<CheckedKeys['keys'][number]['verdict'], string | undefined>> = {
  accepted: undefined,
  refused:
    '12go refuses the key: ask 12go for a new one, put it where `upstream_key_ref` points to, then reload.',
  missing: 'Put the 12go key where the `upstream_key_ref` of the client points to, then reload.',
  no_answer: '12go gave no answer to it: docs/runbooks/12go-down.md.',
};

const ofUpstreamKey = ({ client_id: id, verdict, kind }: CheckedKeys['keys'][number]): Check => {
  const action = keyActions[verdict];
  return {
    code: `client.${id}.upstream_key`,
    verdict: action === undefined ? 'ok' : 'fail',
    message: kind === null ? verdict.replace('_', ' ') : `${verdict.replace('_', ' ')}: ${kind}`,
    ...(action !== undefined && { action }),
  };
};

/** Judges what was read; without keys 12go was not asked. */
export const checksOf = (
  state: ServiceState,
  keys: CheckedKeys | undefined,
  nowMs: number,
): readonly Check[] => {
  const enabled = state.clients.filter(({ enabled: isOn }) => isOn);
  const ids = new Set(enabled.map(({ client_id: id }) => id));
  return [
    ...state.checks.map(ofDependency),
    ofRates(state),
    ofOutcomes(state),
    ...enabled.flatMap((client) => [ofPartnerKeys(client, nowMs), ofRequests(client)]),
    ...(keys?.keys ?? []).filter(({ client_id: id }) => ids.has(id)).map(ofUpstreamKey),
  ];
};
