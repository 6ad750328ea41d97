/** Rate, errors and duration of an interval, of what partners ask and of calls of 12go. */
import { type Growth, quantileOf, sumOf, type Wanted } from './differences.ts';
import type { Sample } from './prometheus.ts';

/** The figures of one interval; null where nothing was asked. */
export type Red = {
  readonly perSecond: number;
  /** Answers of 500 and above, or calls that failed, in percent. */
  readonly failedPercent: number | null;
  /** Answers of 400 and above that are the caller's, in percent. */
  readonly refusedPercent: number | null;
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
};

const percentOf = (part: number, whole: number): number | null => (whole === 0 ? null : (100 * part) / whole);

const timesOf = (grown: readonly Sample[], wanted: Wanted): Pick<Red, 'medianMs' | 'p95Ms'> => ({
  medianMs: quantileOf(grown, wanted, 0.5),
  p95Ms: quantileOf(grown, wanted, 0.95),
});

const requests = 'gateway_request_duration';

/** What no partner asked, as the alerts have it. */
const notOfPartners = /^(?:health|ready|unrouted|notification|ops_.*)$/;

/** Whether partners ask an endpoint. */
export const isOfPartners = (endpoint: string): boolean => !notOfPartners.test(endpoint);

/** What partners asked; without an endpoint all of it. */
export const partnerRed = ({ grown, seconds }: Growth, endpoint: string | undefined): Red => {
  const isOf = ({ endpoint: one = '' }: Sample['labels']): boolean =>
    endpoint === undefined ? isOfPartners(one) : one === endpoint;
  const countWhere = (isMeant: (status: number) => boolean): number =>
    sumOf(grown, {
      name: `${requests}_count`,
      isMeant: (labels) => isOf(labels) && isMeant(Number(labels.status_code)),
    });
  const all = countWhere(() => true);
  return {
    perSecond: seconds === 0 ? 0 : all / seconds,
    failedPercent: percentOf(
      countWhere((status) => status >= 500),
      all,
    ),
    refusedPercent: percentOf(
      countWhere((status) => status >= 400 && status < 500),
      all,
    ),
    ...timesOf(grown, { name: requests, isMeant: isOf }),
  };
};

const calls = 'gateway_12go_duration';

/** Calls of 12go of one kind. */
export const upstreamRed = ({ grown, seconds }: Growth, endpoint: string): Red => {
  const isMeant = ({ upstream_endpoint: one }: Sample['labels']): boolean => one === endpoint;
  const all = sumOf(grown, { name: `${calls}_count`, isMeant });
  return {
    perSecond: seconds === 0 ? 0 : all / seconds,
    failedPercent: percentOf(sumOf(grown, { name: 'gateway_12go_errors_total', isMeant }), all),
    refusedPercent: null,
    ...timesOf(grown, { name: calls, isMeant }),
  };
};
