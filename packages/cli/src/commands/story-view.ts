/** A story as people read it: the diagnosis and what to do first, then the facts, the price and the timeline. */
import type { Inspection } from '@partner-gateway/contract';
import { type Output, printable } from '../output.ts';
import { priceStepsTable } from './price.ts';

type Price = { readonly amount: string; readonly currency: string } | null;
type Fact = readonly [name: string, value: string];

const price = (value: Price): string => (value === null ? 'unknown' : `${value.amount} ${value.currency}`);
const orNone = (value: string | null): string => value ?? 'none';

const readings: Readonly<Record<Inspection['upstream_reading']['state'], string>> = {
  read: 'read',
  not_asked: 'not asked',
  unknown_there: 'knows no such booking',
  failed: 'could not be read',
};

const upstreamFacts = ({ upstream, upstream_reading: reading }: Inspection): Fact[] => {
  if (upstream === null) {
    const why = [reading.code, reading.kind].filter((word) => word !== null).join(', ');
    return [['12go', `${readings[reading.state]}${why === '' ? '' : ` (${why})`}`]];
  }
  return [
    ['12go status', `"${upstream.status}", tracker ${orNone(upstream.tracker)}`],
    ['12go changed', `${upstream.stamp} UTC; read in ${upstream.latency_ms} ms`],
    ['12go price', `net ${price(upstream.net_price)}, gross ${price(upstream.gross_price)}`],
  ];
};

const bookingFacts = ({ booking, upstream }: Inspection): Fact[] => {
  if (booking === null) return [];
  const hasTicket = upstream?.has_ticket === true;
  return [
    ['trip', `${booking.from_station} to ${booking.to_station}, ${booking.departure_time} local`],
    ['passengers', String(booking.passenger_count)],
    ['partner price', price(booking.total_price)],
    ['operator id', orNone(booking.operator_booking_id)],
    ['ticket', booking.voucher_url ?? (hasTicket ? 'issued, no URL yet' : 'none')],
    ['created', `${booking.created_at} UTC`],
    ['updated', `${booking.updated_at} UTC`],
  ];
};

const requestFacts = ({ request }: Inspection): Fact[] =>
  request === null
    ? []
    : [
        ['request', `${request.endpoint}, ${request.at}`],
        ['answered', `${request.status} ${orNone(request.code)} after ${request.latency_ms} ms`],
        ...(request.fields.length === 0 ? [] : ([['names', request.fields.join(', ')]] as const)),
        ['trace id', orNone(request.trace_id)],
      ];

const guardFacts = ({ guard }: Inspection): Fact[] => {
  if (guard === null) return [['guard', 'out of reach']];
  return guard.map(({ operation, state, outcome, age_seconds: age }) => [
    `guard ${operation}`,
    `${state}${outcome === undefined ? '' : ` ${outcome}`}, ${age} s old`,
  ]);
};

const factsOf = (inspection: Inspection): readonly Fact[] => {
  const { resolved } = inspection;
  return [
    ['asked for', `${resolved.asked} (${resolved.found_by.replaceAll('_', ' ')})`],
    ['client', orNone(resolved.client_id)],
    ...(resolved.cart === null ? [] : ([['cart', resolved.cart]] as const)),
    ...(resolved.integration_booking_id === null
      ? []
      : ([['12go booking', resolved.integration_booking_id]] as const)),
    ...requestFacts(inspection),
    ...upstreamFacts(inspection),
    ...bookingFacts(inspection),
    ...guardFacts(inspection),
  ];
};

const priceOf = ({ price: explained }: Inspection, output: Output): string[] =>
  explained === null
    ? []
    : [output.bold('Price'), priceStepsTable(explained.trace, { ...output, aligned: true }), ''];

type Entry = NonNullable<Inspection['timeline']>[number];

const timelineLine = ({ at, step, detail }: Entry): string => {
  const said = Object.entries(detail).map(([name, value]) => `${name}=${value}`);
  return `  ${at}  ${printable([step.padEnd(13), ...said].join(' '))}`;
};

const emptyTimeline = ({ request }: Inspection): string =>
  request === null
    ? '  nothing in the last seven days'
    : '  12go was not asked, and nothing else was done for this request';

const timelineOf = (inspection: Inspection, { bold }: Output): string[] => {
  const { timeline } = inspection;
  const told = timeline?.length === 0 ? [emptyTimeline(inspection)] : timeline?.map(timelineLine);
  return [bold('Timeline'), ...(told ?? ['  the journal is out of reach']), ''];
};

const listed = (title: string, lines: readonly string[], { bold }: Output): string[] =>
  lines.length === 0 ? [] : [bold(title), ...lines.map((line) => `  - ${printable(line)}`)];

const diagnosisOf = ({ diagnosis }: Inspection, output: Output): string[] => {
  const { bold } = output;
  const { cause, certainty, fault, summary, partner_saw: seen, action, command } = diagnosis;
  return [
    bold(printable(`Diagnosis: ${cause} (${certainty}; at fault: ${fault})`)),
    `  ${printable(summary)}`,
    ...(seen === null ? [] : [`  The partner saw: ${printable(seen)}.`]),
    ...listed('Because', diagnosis.evidence, output),
    ...listed('Not known', diagnosis.missing, output),
    bold('Next'),
    `  ${printable(action)}`,
    ...(command === null ? [] : [`  $ ${printable(command)}`]),
    '',
  ];
};

const titleOf = ({ booking, resolved, request }: Inspection): string => {
  if (booking !== null) return `${booking.id}  ${booking.status}`;
  if (request !== null) return `request ${request.correlation_id}  ${request.status}`;
  return resolved.booking_id ?? (resolved.cart === null ? resolved.asked : `cart ${resolved.cart}`);
};

const othersOf = ({ others }: Inspection): string[] =>
  others.length === 0
    ? []
    : [
        `The same text leads to more: ${others.map(({ client_id: client, subject }) => `${orNone(client)} ${subject}`).join(', ')}.`,
      ];

const stateOf = ({ booking, diagnosis }: Inspection): string =>
  [booking?.status, diagnosis.cause, diagnosis.certainty].join(' ');

/** What a story has that it had not before, line by line; nothing where it stands still. */
export const storyNews = (before: Inspection, now: Inspection, output: Output): readonly string[] => {
  const known = new Set(before.timeline?.map((entry) => JSON.stringify(entry)));
  const entries = (now.timeline ?? []).filter((entry) => !known.has(JSON.stringify(entry)));
  const isChanged = stateOf(before) !== stateOf(now);
  return [
    ...entries.map(timelineLine),
    ...(isChanged ? [output.bold(printable(titleOf(now))), ...diagnosisOf(now, output)] : []),
  ];
};

/** The whole view. */
export const storyView = (inspection: Inspection, output: Output): string =>
  [
    output.bold(printable(titleOf(inspection))),
    '',
    ...diagnosisOf(inspection, output),
    ...factsOf(inspection).map(([name, value]) => `  ${name.padEnd(14)}${printable(value)}`),
    '',
    ...priceOf(inspection, output),
    ...timelineOf(inspection, output),
    ...othersOf(inspection),
    `Read at ${inspection.inspected_at} UTC.`,
  ].join('\n');
