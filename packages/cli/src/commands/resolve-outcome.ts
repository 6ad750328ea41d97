/** `booking resolve`: how an operator ends a booking write whose outcome nobody knows. */
import type { ResolvedOutcome, ResolveRequest } from '@partner-gateway/contract';
import { type Command, Option } from 'commander';
import { assertMeant } from '../confirmation.ts';
import type { Context } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { type CommonOptions, createOutput, withCommonOptions } from '../output.ts';
import { demandOpsSettings, environmentOf } from '../settings.ts';

/** The path is the contract's; a test compares them. */
export const resolvePath = '/ops/v1/open-outcomes/resolve';

const endings = ['booked', 'not-booked', 'executed', 'not-executed'] as const;

type ResolveOptions = CommonOptions & {
  readonly client: string;
  readonly cart?: string;
  readonly confirm?: string;
  readonly cancel?: string;
  readonly as: (typeof endings)[number];
  readonly booking?: string;
  readonly reason: string;
  readonly confirmEnvironment?: string;
};

type Resolution = { readonly request: ResolveRequest; readonly sentence: string };
type Base = Pick<ResolveRequest, 'client_id' | 'reason' | 'outcome'>;

const usage = (message: string, hint?: string): never => {
  throw new CommandFailure('usage', message, hint === undefined ? {} : { hint });
};

const ofCart = (base: Base, subject: string, booking: string | undefined): Resolution => {
  const of = `the reserve of cart ${subject} by ${base.client_id}`;
  const cart = { ...base, operation: 'reserve', subject } as const;
  if (base.outcome === 'not_executed') {
    if (booking !== undefined) usage('--booking is for a cart that was booked');
    return { request: cart, sentence: `Record that ${of} booked nothing, so that it may be tried again.` };
  }
  if (booking === undefined) return usage('--booking <number> is required: which 12go booking the cart made');
  return {
    request: { ...cart, booking },
    sentence: `Record that ${of} made 12go booking ${booking}.`,
  };
};

const ofBooking = (base: Base, options: ResolveOptions): Resolution => {
  const { confirm, cancel, as, booking } = options;
  if (booking !== undefined) usage('--booking is for --cart; --confirm and --cancel have the number already');
  if (as === 'booked' || as === 'not-booked')
    usage(`--as ${as} is for --cart`, 'A confirmation or a cancellation is executed or not-executed.');
  const subject = confirm ?? cancel ?? '';
  const [operation, noun] =
    confirm === undefined ? (['refund', 'cancellation'] as const) : (['confirm', 'confirmation'] as const);
  const happened = base.outcome === 'executed' ? 'happened' : 'did not happen';
  return {
    request: { ...base, operation, subject },
    sentence: `Record that the ${noun} of 12go booking ${subject} by ${base.client_id} ${happened}, if the booking bears it out.`,
  };
};

const toResolution = (options: ResolveOptions): Resolution => {
  const { client: client_id, reason, cart, confirm, cancel, as, booking } = options;
  const given = [cart, confirm, cancel].filter((name) => name !== undefined);
  if (given.length !== 1) usage('one of --cart, --confirm and --cancel is required');
  const outcome = as === 'booked' || as === 'executed' ? 'executed' : 'not_executed';
  const base = { client_id, outcome, reason } as const;
  return cart === undefined ? ofBooking(base, options) : ofCart(base, cart, booking);
};

const resolve = async (context: Context, options: ResolveOptions): Promise<void> => {
  const { askOps } = await import('../ops-api.ts');
  const output = createOutput(context, options);
  const { request, sentence } = toResolution(options);
  const ops = await demandOpsSettings(context, options);
  const environment = environmentOf(ops.opsBaseUrl);
  if (options.confirmEnvironment !== undefined && !output.json) output.note(`${environment}: ${sentence}`);
  await assertMeant(context, options.confirmEnvironment, { sentence, environment });
  const question = { path: resolvePath, body: request, members: ['outcome', 'subject'] };
  const resolved = (await askOps(context, ops, question)) as ResolvedOutcome;
  const named = resolved.booking_id === null ? '' : ` ${resolved.booking_id}`;
  if (output.json) output.dataJson(resolved);
  else output.data(`${resolved.operation} ${resolved.subject}: ${resolved.outcome}${named}`);
};

/** Adds the command below `booking`. */
export const addResolveOutcomeCommand = (booking: Command, context: Context): void => {
  withCommonOptions(
    booking
      .command('resolve')
      .description('record how an open booking write ended; 12go is read first wherever it can tell')
      .requiredOption('--client <id>', 'whose write it is')
      .option('--cart <cart>', 'the reserve of this cart')
      .option('--confirm <number>', 'the confirmation of this 12go booking')
      .option('--cancel <number>', 'the cancellation of this 12go booking')
      .addOption(
        new Option('--as <ending>', 'how it ended; a cart is booked or not-booked')
          .choices(endings)
          .makeOptionMandatory(),
      )
      .option('--booking <number>', 'which 12go booking the cart made')
      .requiredOption('--reason <text>', 'how you know, for the log; nothing about travellers')
      .option('--confirm-environment <name>', 'do not ask for the name of the environment: this is it'),
    "partner-cli booking resolve --client acme --cart c8Kq2Zt1 --as booked --booking 8451207 --reason '12go ticket 4711'",
  ).action((options: ResolveOptions) => resolve(context, options));
};
