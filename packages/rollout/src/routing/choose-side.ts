/** Which side answers a request: whose id or token it brings, and else the share of its client's endpoint. */
import { hash } from 'node:crypto';
import { type Rollout, ruleFor } from '../flags/document.ts';
import { shareOf } from '../flags/rules.ts';
import { newEndpoints, stepOf } from '../flags/steps.ts';
import { type Owner, ownerOfBookingId, ownerOfItineraryId, ownerOfToken } from './id-forms.ts';

export type Side = 'legacy' | 'gateway';

/** A request as far as it decides. */
export type Asked = {
  readonly endpoint: string;
  readonly client: string;
  /** What stays the same for requests that belong together: the correlation id, else what is asked for. */
  readonly sticky: () => string;
  readonly itineraryId?: string | undefined;
  readonly bookingId?: string | undefined;
  readonly resultId?: string | undefined;
  readonly token?: string | undefined;
};

/** The choice. */
export type Choice = {
  readonly side: Side;
  /** Whether only this side can answer; the other would refuse, or do it a second time. */
  readonly isBound: boolean;
  /** Why, for logs and metrics. */
  readonly because: 'sealed' | 'old' | 'new_endpoint' | 'not_moved' | 'rule';
  /** Whether the old answer is to be compared with the gateway's. */
  readonly isCopied: boolean;
};

const buckets = 10_000;

/** A number from 0 to 9,999 that a client's requests with one key always get; not the same for copies as for shares. */
const bucketOf = (...parts: readonly string[]): number =>
  Number.parseInt(hash('sha256', parts.join('\0'), 'hex').slice(0, 8), 16) % buckets;

/** Nothing is computed where there is nothing to choose. */
const isWithin = (percent: number, bucket: () => number): boolean =>
  percent >= 100 || (percent > 0 && bucket() < percent * (buckets / 100));

const withToken: ReadonlySet<string> = new Set(['lock_seats', 'unlock_seats', 'create_booking']);

const ownerOf = ({ endpoint, itineraryId, bookingId, resultId, token }: Asked): Owner => {
  if (endpoint === 'get_itinerary') return ownerOfItineraryId(itineraryId ?? '');
  if (withToken.has(endpoint)) return ownerOfToken(token);
  if (endpoint === 'incomplete_results') return ownerOfToken(resultId);
  return bookingId === undefined ? 'either' : ownerOfBookingId(bookingId);
};

/** Old bookings move with their step; in the funnel, whoever reserved confirms. */
const isBoundToOld = (endpoint: string, owner: Owner): boolean =>
  owner === 'legacy' && stepOf(endpoint) === 'funnel';

/**
 * Chooses who answers.
 *
 * A sealed id or token is always the gateway's; an old one stays with the old system through the funnel, and after the booking goes by
 * the rule of `post_booking`. Everything else goes by its rule, the same way for requests with the same key, and those that the gateway
 * answers at a small share it also answers at a larger one.
 *
 * @example
 * ```ts
 * chooseSide(rollout, { endpoint: 'search', client: 'acme', sticky: () => 'their correlation id' }).side;
 * ```
 */
export const chooseSide = (rollout: Rollout, asked: Asked): Choice => {
  const { endpoint, client, sticky } = asked;
  if (newEndpoints.includes(endpoint))
    return { side: 'gateway', isBound: true, because: 'new_endpoint', isCopied: false };
  if (stepOf(endpoint) === undefined)
    return { side: 'legacy', isBound: true, because: 'not_moved', isCopied: false };
  const owner = ownerOf(asked);
  if (owner === 'gateway') return { side: 'gateway', isBound: true, because: 'sealed', isCopied: false };
  const { percent, copyPercent } = shareOf(ruleFor(rollout, { client, endpoint }));
  const isCopied = isWithin(copyPercent, () => bucketOf('copy', client, sticky()));
  if (isBoundToOld(endpoint, owner)) return { side: 'legacy', isBound: true, because: 'old', isCopied };
  const isGateway = isWithin(percent, () => bucketOf(client, sticky()));
  return {
    side: isGateway ? 'gateway' : 'legacy',
    isBound: false,
    because: 'rule',
    isCopied: !isGateway && isCopied,
  };
};
