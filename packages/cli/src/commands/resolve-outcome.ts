/** `booking resolve`: how an operator ends a booking write whose outcome nobody knows. */
import type { ResolvedOutcome, ResolveRequest } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { type CommonOptions, createOutput, withCommonOptions } from '../output.ts';
import { demandOpsSettings } from '../settings.ts';

/** The path is the contract's; a test compares them. */
export const resolvePath = '/ops/v1/open-outcomes/resolve';

type ResolveOptions = CommonOptions & {
  readonly client: string;
  readonly cart?: string;
  readonly bookedAs?: string;
  readonly notBooked?: boolean;
  readonly confirm?: string;
  readonly cancel?: string;
  readonly happened?: boolean;
  readonly didNot?: boolean;
  readonly reason?: string;
  readonly yes?: boolean;
};

type Resolution = { readonly request: ResolveRequest; readonly sentence: string };

const usage = (message: string): never => {
  throw new CommandFailure('usage', message);
};

/** Exactly one of two words, whichever option names them. */
const yesOrNo = (yes: boolean, no: boolean, names: string): boolean =>
  yes === no ? usage(`one of ${names} is required`) : yes;

const ofCart = (base: Pick<ResolveRequest, 'client_id' | 'reason'>, options: ResolveOptions): Resolution => {
  const { cart: subject = '', bookedAs, notBooked = false, happened = false, didNot = false } = options;
  if (happened || didNot) usage('--happened and --did-not are for --confirm and --cancel');
  const booked = yesOrNo(bookedAs !== undefined, notBooked, '--booked-as and --not-booked');
  const of = `the reserve of cart ${subject} by ${base.client_id}`;
  const cart = { ...base, operation: 'reserve', subject } as const;
  return booked
    ? {
        request: { ...cart, outcome: 'executed', booking: bookedAs },
        sentence: `Record that ${of} made 12go booking ${bookedAs}.`,
      }
    : {
        request: { ...cart, outcome: 'not_executed' },
        sentence: `Record that ${of} booked nothing, so that it may be tried again.`,
      };
};

const ofBooking = (
  base: Pick<ResolveRequest, 'client_id' | 'reason'>,
  options: ResolveOptions,
): Resolution => {
  const { confirm, cancel, bookedAs, notBooked, happened = false, didNot = false } = options;
  if (bookedAs !== undefined || notBooked === true) usage('--booked-as and --not-booked are for --cart');
  const isDone = yesOrNo(happened, didNot, '--happened and --did-not');
  const subject = confirm ?? cancel ?? '';
  const [operation, noun] =
    confirm === undefined ? (['refund', 'cancellation'] as const) : (['confirm', 'confirmation'] as const);
  const outcome = isDone ? 'executed' : 'not_executed';
  return {
    request: { ...base, operation, subject, outcome },
    sentence: `Record that the ${noun} of 12go booking ${subject} by ${base.client_id} ${isDone ? 'happened' : 'did not happen'}, if the booking bears it out.`,
  };
};

const toResolution = (options: ResolveOptions): Resolution => {
  const { client: client_id, reason, cart, confirm, cancel } = options;
  const given = [cart, confirm, cancel].filter((name) => name !== undefined);
  if (given.length !== 1) usage('one of --cart, --confirm and --cancel is required');
  const base = { client_id, ...(reason === undefined ? {} : { reason }) };
  return cart === undefined ? ofBooking(base, options) : ofCart(base, options);
};

/** @throws CommandFailure when nobody can say yes, or says no. */
const assertMeant = async (context: Context, sentence: string, { yes }: ResolveOptions): Promise<void> => {
  if (yes === true) return;
  if (context.ask === undefined)
    return usage('stdin is no terminal, so nobody can be asked: say --yes to go on without');
  const answer = await context.ask(`${sentence} Go on? [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return;
  context.stderr.write('Nothing was changed.\n');
  throw new CommandFailure('interrupted', 'stopped');
};

const resolve = async (context: Context, options: ResolveOptions): Promise<void> => {
  const { askOps } = await import('../ops-api.ts');
  const output = createOutput(context, options);
  const { request, sentence } = toResolution(options);
  const ops = await demandOpsSettings(context, options);
  if (options.yes === true && !output.json) output.note(sentence);
  await assertMeant(context, sentence, options);
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
      .option('--booked-as <number>', 'with --cart: it made this 12go booking')
      .option('--not-booked', 'with --cart: it booked nothing')
      .option('--confirm <number>', 'the confirmation of this 12go booking')
      .option('--cancel <number>', 'the cancellation of this 12go booking')
      .option('--happened', 'with --confirm or --cancel: it happened')
      .option('--did-not', 'with --confirm or --cancel: it did not happen')
      .option('--reason <text>', 'for the log; nothing about travellers')
      .option('--yes', 'do not ask'),
    'partner-cli booking resolve --client acme --cart c8Kq2Zt1 --booked-as 8451207',
  ).action((options: ResolveOptions) => resolve(context, options));
};
