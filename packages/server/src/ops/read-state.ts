/** How this instance and what it depends on are, with what each client's last requests ended with. */
import type { ServiceState } from '@partner-gateway/contract';
import type { NotedRequest } from '@partner-gateway/journal';
import type { Deps } from '../deps.ts';
import { keyLives } from '../partners/api-keys.ts';
import { namedPartners, type Partner } from '../partners/partner-directory.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Slice = Pick<Deps, 'callers' | 'clock' | 'observe' | 'service' | 'upstream' | 'writes'>;
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

const clientState = async ({ clock, observe }: Slice, partner: Partner): Promise<ClientState> => {
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

const ratesOf = ({ service: { copies } }: Slice): ServiceState['rates'] => {
  const loaded = copies.rates.current();
  return {
    pairs: loaded?.table.rates.size ?? 0,
    as_of: loaded?.table.asOf ?? null,
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
    rates: ratesOf(deps),
    open_outcomes: open,
    clients,
    read_at: toUtcSecond(clock.nowMs()),
  };
};
