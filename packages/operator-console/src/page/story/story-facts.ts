/** What is known of a booking, a cart or a request beside its steps. */
import type { Inspection } from '@partner-gateway/contract';
import type { Fact } from '../parts/facts.tsx';
import { ageText, plain, priceText } from '../parts/wording.ts';

const named = (name: string, value: string | null): Fact[] => (value === null ? [] : [[name, value]]);

const readings: Readonly<Record<string, string>> = {
  read: 'read',
  not_asked: 'not asked',
  unknown_there: 'knows no such booking',
  failed: 'could not be read',
};

const resolvedFacts = ({ resolved }: Inspection): Fact[] => [
  ['Found by', plain(resolved.found_by)],
  ['Client', resolved.client_id ?? 'none'],
  ...named('12go cart', resolved.cart),
  ...named('12go number', resolved.integration_booking_id),
];

const requestFacts = ({ request }: Inspection): Fact[] =>
  request === null
    ? []
    : [
        ['Request', `${request.endpoint} at ${request.at}`],
        ['Answered', `${request.status} ${request.code ?? ''} after ${request.latency_ms} ms`],
        ...(request.fields.length === 0 ? [] : ([['Fields named', request.fields.join(', ')]] as const)),
        ...named('Trace id', request.trace_id),
      ];

const upstreamFacts = ({ upstream, upstream_reading: reading }: Inspection): Fact[] => {
  if (upstream === null) {
    const why = [reading.code, reading.kind].filter((word) => word !== null).join(', ');
    return [['12go', `${readings[reading.state] ?? reading.state}${why === '' ? '' : ` (${why})`}`]];
  }
  return [
    ['12go status', `“${upstream.status}”, tracker ${upstream.tracker ?? 'none'}`],
    ['12go changed', `${upstream.stamp} UTC; read in ${upstream.latency_ms} ms`],
    ['12go price', `net ${priceText(upstream.net_price)}, gross ${priceText(upstream.gross_price)}`],
  ];
};

const bookingFacts = ({ booking, upstream }: Inspection): Fact[] => {
  if (booking === null) return [];
  const withoutUrl = upstream?.has_ticket === true ? 'issued, no URL yet' : 'none';
  return [
    ['Trip', `${booking.from_station} to ${booking.to_station}, ${booking.departure_time} local`],
    ['Passengers', String(booking.passenger_count)],
    ['Partner price', priceText(booking.total_price)],
    ['Operator id', booking.operator_booking_id ?? 'none'],
    ['Ticket', booking.voucher_url ?? withoutUrl],
    ['Created', `${booking.created_at} UTC`],
    ['Updated', `${booking.updated_at} UTC`],
  ];
};

const guardFacts = ({ guard }: Inspection): Fact[] =>
  guard === null
    ? [['Write guard', 'its memory is out of reach']]
    : guard.map(({ operation, state, outcome, age_seconds: seconds }) => [
        `Guard, ${operation}`,
        `${[state, outcome]
          .filter((word) => word !== undefined)
          .map((word) => plain(String(word)))
          .join(', ')}; ${ageText(seconds)} old`,
      ]);

/** All of it, in the order in which it is asked for. */
export const factsOf = (inspection: Inspection): readonly Fact[] => [
  ...resolvedFacts(inspection),
  ...requestFacts(inspection),
  ...bookingFacts(inspection),
  ...upstreamFacts(inspection),
  ...guardFacts(inspection),
];
