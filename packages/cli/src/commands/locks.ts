/** `locks list` and `locks release`: seats that booking sessions hold against each other. */
import type { ReleasedSeatLocks, ReleaseSeatLocksRequest, SeatLocks } from '@partner-gateway/contract';
import type { Command } from 'commander';
import { assertMeant } from '../confirmation.ts';
import type { Context } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../output.ts';
import { demandOpsSettings, environmentOf } from '../settings.ts';

/** The paths are the contract's; a test compares them. */
export const seatLocksPath = '/ops/v1/seat-locks';
export const releaseSeatLocksPath = '/ops/v1/seat-locks/release';

const header = ['SEAT', 'CLIENT', 'SESSION', 'TRIP', 'DATE', 'UNTIL (UTC)'];

const view = ({ seat_locks: locks }: SeatLocks, output: Output): string => {
  const rows = locks.map((lock) => [
    lock.seat,
    lock.client_id,
    lock.session_id,
    lock.trip_id,
    lock.date,
    lock.locked_until,
  ]);
  return table(header, rows, output);
};

type ListOptions = CommonOptions & {
  readonly client?: string;
  readonly trip?: string;
  readonly date?: string;
};

const list = async (context: Context, options: ListOptions): Promise<void> => {
  const { askOps } = await import('../ops-api.ts');
  const { client, trip, date } = options;
  if ((trip === undefined) !== (date === undefined) || (client ?? trip) === undefined)
    throw new CommandFailure('usage', 'say --client, or --trip and --date');
  const output = createOutput(context, options);
  const ops = await demandOpsSettings(context, options);
  const query = { client_id: client, trip_id: trip, date };
  const listed = (await askOps(context, ops, {
    path: seatLocksPath,
    query,
    members: ['seat_locks'],
  })) as SeatLocks;
  if (output.json) return output.dataJson(listed);
  if (listed.seat_locks.length > 0) output.data(view(listed, output));
  else output.note('No seat is locked.');
  const more = listed.count - listed.seat_locks.length;
  if (more > 0) output.note(`${more} more are not shown.`);
};

type ReleaseOptions = CommonOptions & {
  readonly client: string;
  readonly session: string;
  readonly trip: string;
  readonly date: string;
  readonly cart?: string;
  readonly reason: string;
  readonly confirmEnvironment?: string;
};

const release = async (context: Context, options: ReleaseOptions): Promise<void> => {
  const { askOps } = await import('../ops-api.ts');
  const output = createOutput(context, options);
  const { client, session, trip, date, cart, reason } = options;
  const ops = await demandOpsSettings(context, options);
  const environment = environmentOf(ops.opsBaseUrl);
  const sentence = `Release what session ${session} of ${client} holds on ${trip} of ${date}; 12go keeps what it holds.`;
  await assertMeant(context, options.confirmEnvironment, { sentence, environment });
  const body: ReleaseSeatLocksRequest = {
    client_id: client,
    session_id: session,
    trip_id: trip,
    date,
    reason,
    ...(cart !== undefined && { cart }),
  };
  const released = (await askOps(context, ops, {
    path: releaseSeatLocksPath,
    body,
    members: ['released'],
  })) as ReleasedSeatLocks;
  if (output.json) return output.dataJson(released);
  for (const seat of released.released) output.data(seat);
  output.note(
    released.released.length === 0 ? 'The session held no seat there.' : `Released. ${released.effect}`,
  );
};

/** Adds the command. */
export const addLocksCommand = (program: Command, context: Context): void => {
  const locks = program.command('locks').description('seats that booking sessions hold against each other');
  withCommonOptions(
    locks
      .command('list')
      .description('list the locked seats of a departure or of a client')
      .option('--trip <id>', 'the trip, the first part of a plain itinerary id; with --date')
      .option('--date <date>', 'when it departs, local')
      .option('--client <id>', 'those of this client; alone: on all trips'),
    'partner-cli locks list --trip VN0fSc0fY87jib04V0pW41sL --date 2026-12-05',
  ).action((options: ListOptions) => list(context, options));
  withCommonOptions(
    locks
      .command('release')
      .description('let go what one session holds on a departure; nothing changes at 12go')
      .requiredOption('--client <id>', 'whose session it is')
      .requiredOption('--session <id>', 'as `locks list` has it')
      .requiredOption('--trip <id>', 'the trip')
      .requiredOption('--date <date>', 'when it departs, local')
      .option('--cart <cart>', '12go’s cart of the session: its story then has the release')
      .requiredOption('--reason <text>', 'goes into the log with the name of your key')
      .option('--confirm-environment <name>', 'do not ask for the name of the environment: this is it'),
    "partner-cli locks release --client acme --session 00d1f3a97b2c4e58 --trip VN0fSc0fY87jib04V0pW41sL --date 2026-12-05 --reason 'ticket 4711'",
  ).action((options: ReleaseOptions) => release(context, options));
};
