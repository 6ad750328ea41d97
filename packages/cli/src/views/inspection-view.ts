/** What happened to a booking, for the person on call. */
import type { Inspection } from '@partner-gateway/contract';
import { printable } from '../output.ts';

type Price = { readonly amount: string; readonly currency: string } | null;

const price = (value: Price): string => (value === null ? 'unknown' : `${value.amount} ${value.currency}`);
const orNone = (value: string | null): string => value ?? 'none';

const factsOf = ({ resolved, booking, upstream }: Inspection): readonly (readonly [string, string])[] => [
  ['asked for', `${resolved.asked} (${resolved.form} id)`],
  ['client', resolved.client_id],
  [
    '12go booking',
    `${resolved.integration_booking_id}, "${upstream.status}", tracker ${orNone(upstream.tracker)}`,
  ],
  ['12go changed', `${upstream.stamp} UTC; read in ${upstream.latency_ms} ms`],
  ['trip', `${booking.from_station} to ${booking.to_station}, ${booking.departure_time} local`],
  ['passengers', String(booking.passenger_count)],
  ['12go price', `net ${price(upstream.net_price)}, gross ${price(upstream.gross_price)}`],
  ['partner price', price(booking.total_price)],
  ['operator id', orNone(booking.operator_booking_id)],
  ['ticket', booking.voucher_url ?? (upstream.has_ticket ? 'issued, no URL yet' : 'none')],
  ['created', `${booking.created_at} UTC`],
  ['updated', `${booking.updated_at} UTC`],
];

/** The view: the state first, the facts, then the likely cause and the next action. */
export const inspectionView = (inspection: Inspection, bold: (text: string) => string): string => {
  const { booking, diagnosis, inspected_at: inspectedAt } = inspection;
  return [
    bold(printable(`${booking.id}  ${booking.status}`)),
    ...factsOf(inspection).map(([name, value]) => `  ${name.padEnd(14)}${printable(value)}`),
    '',
    bold('Diagnosis'),
    `  ${printable(diagnosis.summary)}`,
    bold('Action'),
    `  ${printable(diagnosis.action)}`,
    '',
    `Read live at ${inspectedAt} UTC.`,
  ].join('\n');
};
