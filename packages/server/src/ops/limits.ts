/** Limits of calls to 12go and of clients: changed for a while by an operator, whose name and reason are in the log. */
import { hostname } from 'node:os';
import type {
  ClientLimits,
  ClientLimitsRequest,
  UpstreamLimits,
  UpstreamLimitsRequest,
} from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { configuredPartner } from '../partners/partner-directory.ts';
import { limitedCosts, limitOf, settingOf } from '../partners/rate-limits.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Slice = Pick<Deps, 'clock' | 'upstream'>;

/** Whoever asks, and where it is told. */
type Operating = { readonly operator?: string | undefined; readonly log: PartnerCall['log'] };

/** Reads them. */
export const readUpstreamLimits = ({ upstream: { callLimits } }: Slice): UpstreamLimits => {
  const { untilMs, ...inForce } = callLimits.inForce();
  return {
    timeouts_ms: { ...inForce.timeoutsMs },
    search_connections: inForce.searchConnections,
    connections: inForce.connections,
    changed_until: untilMs === undefined ? null : toUtcSecond(untilMs),
  };
};

/**
 * Changes them.
 *
 * @throws GatewayError `unprocessable` when searches would leave too little to bookings.
 */
export const changeUpstreamLimits = (
  deps: Slice,
  { operator, log }: Operating,
  asked: UpstreamLimitsRequest,
): UpstreamLimits => {
  const { timeouts_ms: timeoutsMs = {}, search_connections: searchConnections, reason } = asked;
  const { callLimits } = deps.upstream;
  const most = callLimits.searchConnectionsMax;
  if (searchConnections !== undefined && searchConnections > most) {
    const message = `is more than ${most}; the rest is for bookings`;
    throw new GatewayError('unprocessable', { fields: [{ field: 'search_connections', message }] });
  }
  const untilMs = deps.clock.nowMs() + asked.expires_in_seconds * 1_000;
  callLimits.change({ timeoutsMs, searchConnections }, untilMs);
  log('warn', 'Limits of calls to 12go were changed', {
    operator,
    note: reason,
    until: toUtcSecond(untilMs),
  });
  return readUpstreamLimits(deps);
};

type ClientSlice = Pick<Deps, 'admission' | 'callers' | 'clock'>;

/** Changes rate limits of a client, at this instance alone. @throws GatewayError `client_not_found` */
export const changeClientLimits = (
  { admission: { quotaChanges }, callers, clock }: ClientSlice,
  { operator, log }: Operating,
  asked: ClientLimitsRequest,
): ClientLimits => {
  const { client_id: clientId, limits, expires_in_seconds: seconds, reason } = asked;
  const partner = configuredPartner(callers.partners, clientId);
  const untilMs = clock.nowMs() + seconds * 1_000;
  for (const cost of limitedCosts) {
    const units = limits[settingOf[cost]];
    if (units !== undefined) quotaChanges.set(limitOf(partner, cost, quotaChanges).name, { units, untilMs });
  }
  const until = toUtcSecond(untilMs);
  const names = Object.entries(limits).map(([name, units]) => `${name}=${units}`);
  log('warn', 'Rate limits of a client were changed', {
    operator,
    client_id: clientId,
    reason: names.join(' '),
    note: reason,
    until,
  });
  const inForce = limitedCosts.map((cost) => [
    settingOf[cost],
    limitOf(partner, cost, quotaChanges).quota.units,
  ]);
  return {
    client_id: clientId,
    limits: Object.fromEntries(inForce) as ClientLimits['limits'],
    changed_until: until,
    instance: hostname(),
  };
};
