/** `search`: itineraries as a partner sees them, one a row. */
import type { SearchQuery, SearchResult } from '@partner-gateway/sdk';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Context } from '../context.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../output.ts';

const header = [
  'DEPARTS',
  'ARRIVES',
  'FROM',
  'TO',
  'BY',
  'CARRIER',
  'SEATS',
  'NET',
  'GROSS',
  'CONFIRMS',
  'ID',
];

type Row = SearchResult['itineraries'][number];
type Leg = SearchResult['segments'][number];

const distinct = (values: readonly string[]): string => [...new Set(values)].join('+');

const price = ({ amount, currency }: { amount: string; currency: string }): string => `${amount} ${currency}`;

const rowOf = (itinerary: Row, legs: readonly Leg[]): string[] => [
  legs.at(0)?.departure_time ?? '',
  legs.at(-1)?.arrival_time ?? '',
  legs.at(0)?.from_station ?? '',
  legs.at(-1)?.to_station ?? '',
  distinct(legs.flatMap((leg) => leg.transportation_types)),
  distinct(legs.map((leg) => leg.operating_carrier_id)),
  String(itinerary.number_of_available_seats),
  price(itinerary.pricing.net_price),
  price(itinerary.pricing.gross_price),
  itinerary.confirmation_type,
  itinerary.id,
];

/** The table, or a sentence when there is nothing to list. */
const searchView = ({ itineraries, segments }: SearchResult, output: Output): string => {
  const byId = new Map(segments.map((segment) => [segment.id, segment]));
  const rows = itineraries.map((itinerary) =>
    rowOf(
      itinerary,
      itinerary.departure_segments.flatMap((id) => byId.get(id) ?? []),
    ),
  );
  return table(header, rows, output);
};

type SearchOptions = CommonOptions & {
  readonly fromPoi?: string;
  readonly toPoi?: string;
  readonly fromStation?: string[];
  readonly toStation?: string[];
  readonly date: string;
  readonly pax: number;
  readonly currency?: string;
};

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('It has to be a number from 1 to 100.');
  return Number(text);
};

const date = (text: string): string => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new InvalidArgumentError('It has to be YYYY-MM-DD.');
  return text;
};

/** One side of the query: commander has refused two, and `demandSides` none. */
const queryOf = ({
  fromPoi,
  toPoi,
  fromStation = [],
  toStation = [],
  ...rest
}: SearchOptions): SearchQuery => ({
  ...(fromPoi === undefined ? { departures: fromStation } : { departure_poi: fromPoi }),
  ...(toPoi === undefined ? { arrivals: toStation } : { arrival_poi: toPoi }),
  departure_date: rest.date,
  pax: rest.pax,
  currency: rest.currency,
});

const demandSides = (command: Command, options: SearchOptions): void => {
  if (options.fromPoi === undefined && options.fromStation === undefined) {
    command.error('error: one of --from-poi and --from-station is required');
  }
  if (options.toPoi === undefined && options.toStation === undefined) {
    command.error('error: one of --to-poi and --to-station is required');
  }
};

const search = async (context: Context, options: SearchOptions): Promise<void> => {
  const { askPartner } = await import('../gateway.ts');
  const output = createOutput(context, options);
  output.progress('Searching …');
  const limits = { signal: context.signal, deadlineMs: context.timeoutMs };
  const result = await askPartner(context, options, (gateway) => gateway.search(queryOf(options), limits));
  if (output.json) output.dataJson(result);
  else if (result.itineraries.length > 0) output.data(searchView(result, output));
  else output.note('Nothing found.');
  if (!result.complete) output.note('Some suppliers are still being refreshed; ask again for more.');
};

/** Adds the command. */
export const addSearchCommand = (program: Command, context: Context): void => {
  const command = withCommonOptions(
    program
      .command('search')
      .description('find itineraries between two places on a day')
      .addOption(new Option('--from-poi <id>', 'POI to depart from').conflicts('fromStation'))
      .addOption(new Option('--to-poi <id>', 'POI to arrive at').conflicts('toStation'))
      .option('--from-station <id...>', 'stations to depart from')
      .option('--to-station <id...>', 'stations to arrive at; they pair up with --from-station')
      .requiredOption('--date <YYYY-MM-DD>', 'day of departure', date)
      .option('--pax <number>', 'passengers', wholeNumber, 1)
      .option('--currency <code>', 'currency of the gross price, such as USD'),
    'partner-cli search --from-station VNHANMYD --to-station VNSPASPT --date 2026-12-05 --pax 2',
  );
  command.action(async (options: SearchOptions) => {
    demandSides(command, options);
    await search(context, options);
  });
};
