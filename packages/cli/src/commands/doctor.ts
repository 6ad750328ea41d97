/** `doctor`: every dependency and setting of a gateway, judged; it ends with 1 when one of them fails. */
import type { CheckedKeys, ServiceState } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { type CommonOptions, createOutput, type Output, printable, withCommonOptions } from '../output.ts';
import { demandOpsSettings } from '../settings.ts';
import type { Check } from './doctor-checks.ts';

/** The paths are the contract's; a test compares them. */
export const statePath = '/ops/v1/state';
export const checkKeysPath = '/ops/v1/upstream/keys/check';

const marks = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' } as const;

const lineOf = ({ code, verdict, message, action }: Check, { bold }: Output): string => {
  const mark = verdict === 'ok' ? marks.ok : bold(marks[verdict]);
  const line = `${mark}  ${code.padEnd(30)}  ${printable(message)}`;
  return action === undefined ? line : `${line}\n      -> ${printable(action)}`;
};

const count = (checks: readonly Check[], verdict: Check['verdict']): number =>
  checks.filter((check) => check.verdict === verdict).length;

/** A key that may only look is no failure of the gateway. */
const keysNotAsked: Check = {
  code: 'upstream_keys.asked',
  verdict: 'warn',
  message: 'nobody asked 12go whether it takes the keys: the key of the operator may only read',
  action: 'Use a key of scope act, or leave it out with `--no-keys`.',
};

type DoctorOptions = CommonOptions & { readonly client?: string; readonly keys: boolean };

const examine = async (context: Context, options: DoctorOptions): Promise<readonly Check[]> => {
  const [{ askOps }, { checksOf }] = await Promise.all([
    import('../ops-api.ts'),
    import('./doctor-checks.ts'),
  ]);
  const ops = await demandOpsSettings(context, options);
  const query = { client_id: options.client };
  const state = (await askOps(context, ops, {
    path: statePath,
    query,
    members: ['checks', 'clients'],
  })) as ServiceState;
  if (!options.keys) return checksOf(state, undefined, Date.now());
  const body = options.client === undefined ? {} : { client_id: options.client };
  try {
    const keys = await askOps(context, ops, { path: checkKeysPath, body, members: ['keys'] });
    return checksOf(state, keys as CheckedKeys, Date.now());
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.problem.code !== 'insufficient_scope') throw error;
    return [...checksOf(state, undefined, Date.now()), keysNotAsked];
  }
};

const doctor = async (context: Context, options: DoctorOptions): Promise<void> => {
  const output = createOutput(context, options);
  output.progress('Examining …');
  const checks = await examine(context, options);
  const failed = checks.filter(({ verdict }) => verdict === 'fail');
  if (output.json) output.dataJson({ ok: failed.length === 0, checks });
  else {
    const shown = options.quiet === true ? checks.filter(({ verdict }) => verdict !== 'ok') : checks;
    for (const check of shown) output.data(lineOf(check, output));
    output.note(`${count(checks, 'ok')} ok, ${count(checks, 'warn')} to look at, ${failed.length} failed.`);
  }
  if (failed.length > 0)
    throw new CommandFailure('unhealthy', `failed: ${failed.map(({ code }) => code).join(', ')}`, {
      problem: { code: 'unhealthy', checks: failed },
    });
};

/** Adds the command. */
export const addDoctorCommand = (program: Command, context: Context): void => {
  withCommonOptions(
    program
      .command('doctor')
      .description('examine a gateway and everything it depends on; ends with 1 when something fails')
      .option('--client <id>', 'of the clients only this one')
      .option('--no-keys', 'do not ask 12go whether it takes the keys'),
    'partner-cli doctor',
  ).action((options: DoctorOptions) => doctor(context, options));
};
