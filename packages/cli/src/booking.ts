/** `booking`: what on-call asks about one booking, and what happened to it. */
import type { Inspection } from '@partner-gateway/contract';
import type { Command } from 'commander';
import { type Context, demandOpsSettings } from './context.ts';
import { addOpenOutcomesCommand } from './open-outcomes.ts';
import { type CommonOptions, createOutput, type Output, printable, withCommonOptions } from './output.ts';
import { priceStepsTable } from './price.ts';
import { addResolveOutcomeCommand } from './resolve-outcome.ts';

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

/** A gateway older than this CLI tells no steps. */
const priceOf = ({ price: explained }: Partial<Inspection>, output: Output): string[] =>
  explained === undefined
    ? []
    : [output.bold('Price'), priceStepsTable(explained.trace, { ...output, aligned: true }), ''];

type Timeline = Inspection['timeline'];

const timelineOf = ({ timeline }: { readonly timeline?: Timeline }, { bold }: Output): string[] => {
  if (timeline === undefined) return [];
  const lines = timeline?.map(({ at, step, detail }) => {
    const said = Object.entries(detail).map(([name, value]) => `${name}=${value}`);
    return `  ${at}  ${printable([step.padEnd(13), ...said].join(' '))}`;
  });
  const told = lines?.length === 0 ? ['  nothing in the last seven days'] : lines;
  return [bold('Timeline'), ...(told ?? ['  the journal is out of reach']), ''];
};

/** The view: the state first, the facts, how the price came about, then the likely cause and the next action. */
const inspectionView = (inspection: Inspection, output: Output): string => {
  const { booking, diagnosis, inspected_at: inspectedAt } = inspection;
  const { bold } = output;
  return [
    bold(printable(`${booking.id}  ${booking.status}`)),
    ...factsOf(inspection).map(([name, value]) => `  ${name.padEnd(14)}${printable(value)}`),
    '',
    ...priceOf(inspection, output),
    ...timelineOf(inspection, output),
    bold('Diagnosis'),
    `  ${printable(diagnosis.summary)}`,
    bold('Action'),
    `  ${printable(diagnosis.action)}`,
    '',
    `Read live at ${inspectedAt} UTC.`,
  ].join('\n');
};

type InspectOptions = CommonOptions & { readonly client?: string };

const inspect = async (context: Context, bookingId: string, options: InspectOptions): Promise<void> => {
  const { inspectBooking } = await import('./ops-api.ts');
  const output = createOutput(context, options);
  const ops = demandOpsSettings(context, options.baseUrl);
  output.progress(`Reading ${bookingId} …`);
  const inspection = await inspectBooking(context, ops, { bookingId, clientId: options.client });
  if (output.json) output.dataJson(inspection);
  else output.data(inspectionView(inspection, output));
};

/** Adds the commands. */
export const addBookingCommand = (program: Command, context: Context): void => {
  const booking = program.command('booking').description('what happened to a booking');
  withCommonOptions(
    booking
      .command('inspect')
      .description('read a booking live, with the likely cause and the next action')
      .argument('<booking-id>', 'BK-… as issued, BK-{number}, or the bare 12go id')
      .option('--client <id>', 'whose booking it is, when the id does not say'),
    'partner-cli booking inspect BK-8451207-7GQ2M',
  ).action((bookingId: string, options: InspectOptions) => inspect(context, bookingId, options));
  addOpenOutcomesCommand(booking, context);
  addResolveOutcomeCommand(booking, context);
};
