/** How this instance and what it depends on are, with what each client's last requests ended with, and who asks. */
import { hostname } from 'node:os';
import { keyLives } from '@partner-gateway/api-keys';
import type { Operator, OpsScope, ServiceState } from '@partner-gateway/contract';
import type { NotedRequest } from '@partner-gateway/journal';
import type { Deps } from '../deps.ts';
import { namedPartners, type Partner } from '../partners/partner-directory.ts';
import { limitedCosts, limitOf } from '../partners/rate-limits.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Slice = Pick<Deps, 'admission' | 'callers' | 'clock' | 'observe' | 'service' | 'upstream' | 'writes'>;
type ClientState = ServiceState['clients'][number];

const recentMs = 60 * 60 * 1000;

const countOf = (requests: readonly NotedRequest[], kind: NotedRequest['kind']): number =>
  requests.filter((request) => request.kind === kind).length;

const recentOf = (requests: readonly NotedRequest[], nowMs: number): ClientState['recent'] => {
  const recent = requests.filter(({ atMs }) => atMs > nowMs - recentMs);
  const last = recent.find(({ kind }) => kind !== 'empty');
  return {
    failed: countOf(recent, 'failed'),
    empty: countOf(recent, 'empty'),
    turned_away: countOf(recent, 'turned_away'),
    last_code: last?.code ?? null,
    last_correlation_id: last?.correlationId ?? null,
  };
};

/** Nothing is taken from a limit by looking at it. */
const limitsOf = async (
  { admission: { limits, quotaChanges } }: Slice,
  partner: Partner,
): Promise<ClientState['limits']> =>
  Promise.all(
    limitedCosts.map(async (cost) => {
      const { name, quota, change } = limitOf(partner, cost, quotaChanges);
      const { remaining } = await limits.take({ name, quota, units: 0 });
      return {
        class: cost,
        per_minute: quota.units,
        left: remaining,
        changed_until: change === undefined ? null : toUtcSecond(change.untilMs),
      };
    }),
  );

const contractsOf = ({ settings }: Partner, nowMs: number): ClientState['contracts'] =>
  settings.contracts.map(({ contract_code: code, countries, valid_from: from, valid_until: until }) => ({
    contract_code: code,
    countries: [...countries],
    is_default: code === settings.default_contract,
    is_in_force:
      (from === undefined || Date.parse(from) <= nowMs) && (until === undefined || nowMs < Date.parse(until)),
  }));

const clientState = async (deps: Slice, partner: Partner): Promise<ClientState> => {
  const { clock, observe } = deps;
  const { clientId, settings, upstreamKey } = partner;
  const nowMs = clock.nowMs();
  const { live, nextExpiryMs } = keyLives(settings.api_key_hashes, nowMs);
  const requests = await observe.noted.recent(clientId).catch(() => undefined);
  return {
    client_id: clientId,
    enabled: settings.enabled,
    live_keys: live,
    next_key_expiry: nextExpiryMs === undefined ? null : toUtcSecond(nextExpiryMs),
    has_upstream_key: upstreamKey !== undefined,
    recent: requests === undefined ? null : recentOf(requests, nowMs),
    limits: await limitsOf(deps, partner),
    contracts: contractsOf(partner, nowMs),
  };
};

const openOutcomes = async (
  { writes: { guard } }: Slice,
  partners: readonly Partner[],
): Promise<ServiceState['open_outcomes']> => {
  const lists = partners.map(({ clientId }) => guard.unsettled(clientId));
  const all = await Promise.all(lists).catch(() => undefined);
  const open = all?.flat().filter(({ isLive }) => !isLive);
  if (open === undefined) return null;
  const oldestMs = Math.max(0, ...open.map(({ ageMs }) => ageMs));
  return { count: open.length, oldest_seconds: Math.floor(oldestMs / 1000) };
};

const circuitsOf = ({ upstream: { callControl } }: Slice): ServiceState['circuits'] =>
  callControl.circuits().map(({ name, state, forMs, seen, refusesForMs, throttledForMs }) => ({
    name,
    state,
    for_seconds: Math.floor(forMs / 1000),
    calls: seen.calls,
    failed: seen.bad,
    slow: seen.slow,
    tries_again_in_ms: refusesForMs === undefined ? null : Math.ceil(refusesForMs),
    held_back_for_ms: throttledForMs === undefined ? null : Math.ceil(throttledForMs),
  }));

const idMapOf = ({ upstream: { idTables } }: Slice): ServiceState['id_map'] => {
  const ageSeconds = idTables.ageSeconds();
  if (ageSeconds === undefined) return null;
  const { stations, provincesByPoi, operators, classes } = idTables.current();
  const ids = [...stations.ids()];
  return {
    source: idTables.source,
    age_seconds: ageSeconds,
    has_failed: idTables.hasFailed(),
    stations: stations.size,
    stations_without_id: ids.filter((id) => stations.fujiIdOf(id) === undefined).length,
    stations_without_province: ids.filter((id) => stations.provinceOf(id) === null).length,
    pois: provincesByPoi.size,
    operators: operators.size,
    operators_with_classes: classes.size,
  };
};

const ratesOf = ({ service: { copies }, clock }: Slice): ServiceState['rates'] => {
  const loaded = copies.rates.current();
  const times = [...(loaded?.table.rates.values() ?? [])].map(({ asOfMs }) => asOfMs);
  const oldestMs = times.length === 0 ? undefined : clock.nowMs() - Math.min(...times);
  return {
    pairs: times.length,
    source: loaded?.table.source ?? null,
    as_of: loaded?.table.asOf ?? null,
    oldest_age_seconds: oldestMs === undefined ? null : Math.max(0, Math.round(oldestMs / 1000)),
    refused: (loaded?.refusals ?? []).map(({ from, to, reason }) => ({ from, to, reason })),
  };
};

/** Reads the state. Stores that are away are told, and hide nothing else. @throws GatewayError `client_not_found` */
export const readState = async (deps: Slice, clientId: string | undefined): Promise<ServiceState> => {
  const { clock, service, upstream } = deps;
  const partners = namedPartners(deps.callers.partners, clientId);
  const [checks, clients, open] = await Promise.all([
    Promise.all(service.readiness.map((check) => check())),
    Promise.all(partners.map((partner) => clientState(deps, partner))),
    openOutcomes(deps, partners),
  ]);
  const { untilMs } = upstream.callLimits.inForce();
  return {
    version: service.version,
    uptime_seconds: Math.max(0, (clock.nowMs() - service.startedAtMs) / 1000),
    checks,
    circuits_not_closed: [...upstream.callControl.openCircuits()],
    limits_changed_until: untilMs === undefined ? null : toUtcSecond(untilMs),
    circuits: circuitsOf(deps),
    lanes: upstream.callControl.lanes().map((lane) => ({ ...lane })),
    id_map: idMapOf(deps),
    rates: ratesOf(deps),
    open_outcomes: open,
    clients,
    read_at: toUtcSecond(clock.nowMs()),
  };
};

/** Whose key asks, as the hooks found it. */
type Asking = { readonly operator?: string; readonly scope?: OpsScope };

/** Tells an operator who it is here. */
export const readOperator = (
  { service: { version, publicBaseUrl } }: Pick<Deps, 'service'>,
  { operator = '', scope = 'read' }: Asking,
): Operator => ({
  name: operator,
  scope,
  program: 'gateway',
  environment: new URL(publicBaseUrl()).host,
  version,
  instance: hostname(),
});
