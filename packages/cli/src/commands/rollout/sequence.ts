/** `rollout sequence` and `rollout token-flow`: where the rollout is, and the check before the funnel moves. */
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { askPartner } from '../../gateway.ts';
import { type CommonOptions, createOutput, table, withCommonOptions } from '../../output.ts';
import { type RouterCommandOptions, withRouterOptions } from './router-command.ts';

const sequence = async (context: Context, options: RouterCommandOptions): Promise<void> => {
  const [{ askFlags, demandAnswers, demandRouters }, { latest }, { nextStepOf, sequenceOf }] =
    await Promise.all([
      import('../../rollout/routers.ts'),
      import('@partner-gateway/rollout'),
      import('../../rollout/sequence.ts'),
    ]);
  const output = createOutput(context, options);
  const told = await askFlags(context, await demandRouters(context, options));
  const rollout = demandAnswers(told)
    .map((flags) => flags.rollout)
    .reduce(latest);
  const steps = sequenceOf(rollout);
  const next = nextStepOf(steps);
  if (output.json) return output.dataJson({ revision: rollout.revision, next: next?.step ?? null, steps });
  const rows = steps.map(({ step, state, before }, index) => [
    `${step === next?.step ? '> ' : '  '}${index + 1}`,
    step,
    state,
    before,
  ]);
  output.data(table(['#', 'STEP', 'NOW', 'BEFORE IT'], rows, output));
  output.note(
    next === undefined
      ? 'Everything is at the gateway. Keep the old system warm for 48 hours; then docs/data-store-removal.md.'
      : `Next: ${next.command}`,
  );
};

type FlowOptions = CommonOptions & { readonly client?: string; readonly pax?: number };

/** One call of the flow and how long it took. */
type FlowStep = { readonly step: string; readonly ms: number; readonly detail: string };

const stepsOf = async (context: Context, itineraryId: string, options: FlowOptions): Promise<FlowStep[]> =>
  askPartner(context, options, async (gateway) => {
    const steps: FlowStep[] = [];
    const timed = async <Value>(
      step: string,
      work: Promise<Value>,
      detailOf: (value: Value) => string,
    ): Promise<Value> => {
      const startMs = performance.now();
      const value = await work;
      steps.push({ step, ms: Math.round(performance.now() - startMs), detail: detailOf(value) });
      return value;
    };
    const { pax = 1 } = options;
    const opened = await timed(
      'get itinerary',
      gateway.getItinerary(itineraryId, { pax }),
      ({ itineraries }) => (itineraries.length === 0 ? 'no itinerary' : 'a booking token'),
    );
    const [itinerary] = opened.itineraries;
    if (itinerary === undefined) return steps;
    const { booking_token } = itinerary;
    const seats = (itinerary.extras?.seat_map?.sections ?? [])
      .flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))
      .flatMap((cell) => (cell?.available === true ? [cell.seat_id] : []))
      .slice(0, pax);
    const isSeated = seats.length === pax;
    const booking_data = { seat_selection: seats };
    if (isSeated)
      await timed('lock seats', gateway.lockSeats({ booking_token, booking_data }), () => seats.join(', '));
    await timed(
      'quote',
      gateway.quoteBooking({ booking_token }),
      ({ total_price: { amount, currency } }) => `${amount} ${currency}`,
    );
    if (isSeated) await timed('unlock seats', gateway.unlockSeats(booking_token), () => 'none is held');
    return steps;
  });

const tokenFlow = async (context: Context, itineraryId: string, options: FlowOptions): Promise<void> => {
  const output = createOutput(context, options);
  const steps = await stepsOf(context, itineraryId, options);
  if (output.json) return output.dataJson({ itinerary_id: itineraryId, steps });
  const rows = steps.map(({ step, ms, detail }) => [step, String(ms), detail]);
  output.data(table(['STEP', 'MS', 'GAVE'], rows, output));
  output.note('Nothing was booked. The cart lapses at 12go by itself.');
};

const whole = (text: string): number => Number(/^\d{1,2}$/.test(text) ? text : Number.NaN);

/** Adds the commands. */
export const addSequenceCommands = (rollout: Command, context: Context): void => {
  withRouterOptions(
    rollout
      .command('sequence')
      .description('tell where the rollout is, what comes next, and what has to be true before'),
    'partner-cli rollout sequence',
  ).action((options: RouterCommandOptions) => sequence(context, options));
  withCommonOptions(
    rollout
      .command('token-flow')
      .description(
        'check the way of a booking token at the gateway: itinerary, seats, quote, unlock; books nothing',
      )
      .argument('<itinerary-id>', 'from a search of that client; opening it makes a cart')
      .option('--client <id>', 'the client to ask as, instead of the environment and the profile')
      .option('--pax <number>', 'passengers', whole, 1),
    'partner-cli rollout token-flow VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00 --client acme',
  ).action((itineraryId: string, options: FlowOptions) => tokenFlow(context, itineraryId, options));
};
