/** The limits of calls to 12go: read, and changed for a while by an operator, whose name and reason are in the log. */
import type { UpstreamLimits, UpstreamLimitsRequest } from '@partner-gateway/contract';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
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
  log('warn', 'Limits of calls to 12go were changed', { operator, reason, until: toUtcSecond(untilMs) });
  return readUpstreamLimits(deps);
};
