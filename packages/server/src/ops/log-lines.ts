/** The last lines of this instance's log: those of a client, or of every request that was about a booking. */
import { hostname } from 'node:os';
import type { LogLines, LogLinesQuery } from '@partner-gateway/contract';
import type { RecentLine } from '@partner-gateway/telemetry';
import type { Deps } from '../deps.ts';
import { namedPartners } from '../partners/partner-directory.ts';
import { ownLeads, toBareText } from './story/leads.ts';

type Slice = Pick<Deps, 'callers' | 'observe' | 'tokens' | 'writes'>;

const limitDefault = 200;

/** Whoever follows the log asks for it every second. */
const ownEndpoint = 'ops_log_lines';

const ranks = { info: 1, warn: 2, error: 3 } as const;

const names = ['correlation_id', 'trace_id', 'booking_id', 'itinerary_id', 'integration_id'] as const;

const isNamed = ({ fields }: RecentLine, wanted: ReadonlySet<string>): boolean =>
  names.some((name) => wanted.has(fields[name] ?? ''));

/** Every way in which lines may name what a text means. */
const namesOf = (deps: Slice, text: string): ReadonlySet<string> => {
  const partners = namedPartners(deps.callers.partners, undefined);
  const leads = ownLeads(deps, partners, text);
  return new Set([
    text,
    ...leads.flatMap(({ subject, partner: { clientId } }) =>
      'cart' in subject ? [subject.cart] : [subject.bid, deps.tokens.bookingIds.issue(clientId, subject.bid)],
    ),
  ]);
};

/** A request names its booking late or never in its calls of 12go: what shares its correlation id belongs to it. */
const linesAbout = (deps: Slice, lines: readonly RecentLine[], about: string): readonly RecentLine[] => {
  const wanted = namesOf(deps, toBareText(about));
  const requests = new Set(
    lines.filter((line) => isNamed(line, wanted)).map(({ fields }) => fields.correlation_id),
  );
  requests.delete(undefined);
  return lines.filter((line) => isNamed(line, wanted) || requests.has(line.fields.correlation_id));
};

/** The number in the cursor of this process; none where the cursors are those of others. */
const numberAfter = (process: string, after: string | undefined): number =>
  Number(
    after
      ?.split(',')
      .map((cursor) => cursor.split('.'))
      .find(([of]) => of === process)?.[1] ?? 0,
  );

const toLine = ({ atMs, level, message, fields }: RecentLine): LogLines['lines'][number] => ({
  ...Object.fromEntries(
    Object.entries(fields).filter(
      (field): field is [string, string | number | boolean] => field[1] !== undefined,
    ),
  ),
  timestamp: new Date(atMs).toISOString(),
  level,
  message,
});

/** Reads them. @throws GatewayError `client_not_found` */
export const readLogLines = (deps: Slice, asked: LogLinesQuery): LogLines => {
  const { client_id: clientId, about, level = 'info', limit = limitDefault, after } = asked;
  const { recentLines } = deps.observe;
  namedPartners(deps.callers.partners, clientId);
  const all = recentLines.all();
  const meant = about === undefined ? all : linesAbout(deps, all, about);
  const from = numberAfter(recentLines.process, after);
  const wanted = meant.filter(
    ({ number, level: own, fields }) =>
      number > from &&
      ranks[own] >= ranks[level] &&
      fields.endpoint !== ownEndpoint &&
      (clientId === undefined || fields.client_id === clientId),
  );
  return {
    instance: hostname(),
    cursor: `${recentLines.process}.${all.at(-1)?.number ?? from}`,
    complete_since: new Date(recentLines.completeSinceMs()).toISOString(),
    skipped: Math.max(0, wanted.length - limit),
    lines: wanted.slice(-limit).map(toLine),
  };
};
