/** `price`: why something costs what it costs, step by step. */
import type { PriceExplanation, PriceStep } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import {
  type CommonOptions,
  createOutput,
  type Output,
  printable,
  table,
  withCommonOptions,
} from '../output.ts';
import { demandSettings } from '../settings.ts';

const amount = ({ exact, currency }: { exact: string; currency: string }): string => `${exact} ${currency}`;

/** A step of a newer gateway may have neither. */
const resultOf = (step: PriceStep): string => {
  if ('after' in step) return amount(step.after);
  if ('value' in step) return amount(step.value);
  return 'price_type' in step ? step.price_type : '';
};

const rowOf = (step: PriceStep): string[] => [
  step.figure,
  step.step,
  resultOf(step),
  step.text.startsWith(`${step.figure}: `) ? step.text.slice(step.figure.length + 2) : step.text,
];

/** The steps of a price, one a row, in the order they were made. */
export const priceStepsTable = (trace: readonly PriceStep[], output: Output): string =>
  table(['FIGURE', 'STEP', 'RESULT', 'HOW'], trace.map(rowOf), output);

const money = (price: { amount: string; currency: string }): string => `${price.amount} ${price.currency}`;

/** What search shows, per passenger. */
const pricesOf = ({ pricing }: PriceExplanation): string => {
  const { net_price: net, taxes_and_fees: taxes, gross_price: gross } = pricing;
  const inNet = gross.amount_in_net_currency;
  const other = inNet === undefined ? '' : `, ${inNet} ${net.currency} in the net price’s currency`;
  return `net ${money(net)}, taxes and fees ${money(taxes)}, gross ${money(gross)} (${gross.price_type}${other})`;
};

const explanationView = (explained: PriceExplanation, output: Output): string =>
  [
    output.bold(printable(`${explained.client_id}  ${explained.contract_code}`)),
    `  trip          ${printable(explained.trip_key)}, ${printable(explained.departure)} local`,
    `  passengers    ${explained.passengers}; prices are for one`,
    `  settles in    ${explained.settlement_currency ?? 'the supplier’s currency'}`,
    '',
    priceStepsTable(explained.trace, output),
    '',
    output.bold('Shown to the partner'),
    `  ${printable(pricesOf(explained))}`,
    '',
    `Read live at ${explained.explained_at} UTC.`,
  ].join('\n');

type ExplainOptions = CommonOptions & {
  readonly client?: string;
  readonly pax?: string;
  readonly currency?: string;
};

const explain = async (context: Context, itineraryId: string, options: ExplainOptions): Promise<void> => {
  const { explainPrice } = await import('../ops-api.ts');
  const output = createOutput(context, options);
  const ops = await demandSettings(context, options, ['opsBaseUrl', 'opsKey', 'clientId']);
  output.progress('Reading the trip …');
  const { pax, currency } = options;
  const explained = await explainPrice(context, ops, {
    clientId: ops.clientId.value,
    itineraryId,
    pax,
    currency,
  });
  if (output.json) output.dataJson(explained);
  else output.data(explanationView(explained, output));
};

/** Adds the command. */
export const addPriceCommand = (program: Command, context: Context): void => {
  const price = program.command('price').description('why something costs what it costs');
  withCommonOptions(
    price
      .command('explain')
      .description('read a trip live and show every step from the supplier’s net price to the partner’s')
      .argument('<itinerary-id>', 'from search, sealed or plain')
      .option('--client <id>', 'whose price it is, instead of the environment')
      .option('--pax <number>', 'passengers, for plain ids; sealed ones carry them')
      .option('--currency <code>', 'currency of the gross price, such as USD'),
    'partner-cli price explain VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00 --client acme',
  ).action((itineraryId: string, options: ExplainOptions) => explain(context, itineraryId, options));
};
