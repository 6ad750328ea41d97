/** A report of the rollout as a table: an endpoint of a client a row, both sides beside each other. */
import type { Flow, Match, Report } from '@partner-gateway/rollout';

/** The header of {@link reportRows}. */
export const reportHeader = [
  'ENDPOINT',
  'CLIENT',
  'COMPARED',
  'IDENTICAL',
  'FIELDS ALIKE',
  'MISSING',
  'EXTRA',
  'PRICES',
  'OLD P50/P95 MS',
  'NEW P50/P95 MS',
  'OLD ERRORS',
  'NEW ERRORS',
];

/** One endpoint of one client. */
export type ReportPlace = {
  readonly endpoint: string;
  readonly client: string;
  readonly match: Match | undefined;
  readonly legacy: Flow | undefined;
  /** What the gateway answered partners, or copies where it answered nobody yet. */
  readonly gateway: Flow | undefined;
};

/** Everything of a report by its places. */
export const placesOf = ({ flows, matches }: Report): ReportPlace[] => {
  const names = new Set([...flows, ...matches].map(({ endpoint, client }) => `${endpoint} ${client}`));
  return [...names].toSorted().map((name) => {
    const [endpoint = '', client = ''] = name.split(' ');
    const isHere = (one: { readonly endpoint: string; readonly client: string }): boolean =>
      one.endpoint === endpoint && one.client === client;
    const flow = (path: Flow['path']) => flows.find((one) => isHere(one) && one.path === path);
    return {
      endpoint,
      client,
      match: matches.find(isHere),
      legacy: flow('legacy'),
      gateway: flow('gateway') ?? flow('copy'),
    };
  });
};

/** A part in percent, to two digits; a dash of nothing. */
export const percentText = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`;

/** How a percentile is computed; handed in, for the package that does it is loaded late. */
export type Percentile = (latencies: Flow['latencies'], part: number) => number | undefined;

const msText = (flow: Flow | undefined, percentile: Percentile): string => {
  if (flow === undefined) return '-';
  return [0.5, 0.95].map((part) => String(Math.round(percentile(flow.latencies, part) ?? 0))).join('/');
};

const errorsText = (flow: Flow | undefined): string =>
  flow === undefined ? '-' : percentText(flow.errors, flow.requests);

/** The rows. */
export const reportRows = (report: Report, percentile: Percentile): string[][] =>
  placesOf(report).map(({ endpoint, client, match, legacy, gateway }) => {
    const kind = (name: string): string => (match === undefined ? '-' : String(match.kinds[name] ?? 0));
    return [
      endpoint,
      client,
      String(match?.compared ?? 0),
      percentText(match?.identical ?? 0, match?.compared ?? 0),
      percentText(match?.alike ?? 0, match?.fields ?? 0),
      kind('missing'),
      kind('extra'),
      kind('price'),
      msText(legacy, percentile),
      msText(gateway, percentile),
      errorsText(legacy),
      errorsText(gateway),
    ];
  });

/** The fields that differ most, as `price total_price.amount`, with how often. */
export const differingFields = ({ matches }: Report, most: number): (readonly [string, number])[] => {
  const counts = new Map<string, number>();
  for (const { by_path: paths } of matches)
    for (const [path, count] of Object.entries(paths)) counts.set(path, (counts.get(path) ?? 0) + count);
  return [...counts].toSorted(([, one], [, other]) => other - one).slice(0, most);
};

/** Whether every pair of answers that was compared was alike. */
export const isAlike = ({ matches }: Report): boolean =>
  matches.every(({ compared, identical }) => compared === identical);
