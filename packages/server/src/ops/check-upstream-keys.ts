/** Whether 12go takes the clients' keys: each is used for a read that changes nothing. */
import type { CheckedKeys, CheckKeysRequest } from '@partner-gateway/contract';
import { TwelveGoError, toBookingId } from '@partner-gateway/twelvego-client';
import type { Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { namedPartners, type Partner } from '../partners/partner-directory.ts';
import { mappingOf } from '../translate/upstream-error.ts';
import { toUtcSecond } from '../translate/utc-second.ts';

type Slice = Pick<Deps, 'callers' | 'clock' | 'upstream'>;
type Operating = Pick<PartnerCall, 'trace' | 'log'> & { readonly operator?: string | undefined };
type Checked = CheckedKeys['keys'][number];

/** No booking of anybody (assumed); that it is unknown is the answer that proves a key. */
const nobodysBooking = toBookingId('1');
const patienceMs = 5_000;

const verdictOf = (error: unknown): Pick<Checked, 'verdict' | 'kind'> => {
  if (error instanceof GatewayError && error.code === 'client_misconfigured')
    return { verdict: 'missing', kind: null };
  if (!TwelveGoError.isInstance(error)) throw error;
  if (error.kind === 'auth') return { verdict: 'refused', kind: null };
  if (mappingOf('booking', error) === 'booking_not_found') return { verdict: 'accepted', kind: null };
  return { verdict: 'no_answer', kind: error.kind };
};

const check = async (
  { clock, upstream }: Slice,
  partner: Partner,
  { trace }: Operating,
): Promise<Checked> => {
  const startedMs = clock.nowMs();
  const told = (verdict: Pick<Checked, 'verdict' | 'kind'>): Checked => ({
    client_id: partner.clientId,
    ...verdict,
    latency_ms: Math.round(clock.nowMs() - startedMs),
  });
  try {
    const client = upstream.twelveGo.as(partner, { ...trace, deadlineMs: startedMs + patienceMs });
    await client.booking(nobodysBooking);
    return told({ verdict: 'accepted', kind: null });
  } catch (error) {
    return told(verdictOf(error));
  }
};

/** Checks keys, each once, one after the other: it is no emergency for 12go. @throws GatewayError `client_not_found` */
export const checkUpstreamKeys = async (
  deps: Slice,
  operating: Operating,
  { client_id: clientId }: CheckKeysRequest,
): Promise<CheckedKeys> => {
  const byKey = new Map<string | undefined, Checked>();
  const keys: Checked[] = [];
  for (const partner of namedPartners(deps.callers.partners, clientId)) {
    const known = byKey.get(partner.upstreamKey);
    const checked = known ?? (await check(deps, partner, operating));
    byKey.set(partner.upstreamKey, checked);
    keys.push({ ...checked, client_id: partner.clientId });
  }
  const { operator, log } = operating;
  log('info', '12go keys were checked', { operator, count: keys.length });
  return { keys, checked_at: toUtcSecond(deps.clock.nowMs()) };
};
