/** How many calls of a class a client may make in a minute: as its settings say, or as an operator said for a while. */
import type { RouteCost } from '@partner-gateway/contract';
import type { Quota, QuotaChange, QuotaChanges } from '@partner-gateway/load-control';
import type { Partner } from './partner-directory.ts';

/** Calls that are counted together. */
export type LimitedCost = Exclude<RouteCost, 'none'>;

/** The setting of each. */
export const settingOf = {
  search: 'search_per_min',
  booking: 'booking_per_min',
  poll: 'poll_per_min',
  master_data: 'master_data_per_min',
} as const satisfies Record<LimitedCost, keyof Partner['settings']['rate_limits']>;

/** Every class, in the order in which they are shown. */
export const limitedCosts = Object.keys(settingOf) as readonly LimitedCost[];

/** A limit by its name, with the quota in force. */
export type ClientLimit = {
  readonly name: string;
  readonly quota: Quota;
  readonly change: QuotaChange | undefined;
};

const windowSeconds = 60;

/** The limit of a client's class. */
export const limitOf = (
  { clientId, settings: { rate_limits: limits } }: Partner,
  cost: LimitedCost,
  changes: Pick<QuotaChanges, 'of'>,
): ClientLimit => {
  const name = `${clientId}:${cost}`;
  const change = changes.of(name);
  return { name, change, quota: { units: change?.units ?? limits[settingOf[cost]], seconds: windowSeconds } };
};
