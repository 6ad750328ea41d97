/** `keys generate`, `keys hash` and `keys check`: keys of partners and operators, made and compared without any gateway. */
import type { Command } from 'commander';
import { type Context, sendableKey } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';
import { createOutput, type OutputFlags, withOutputOptions } from '../../output.ts';

type KeyOptions = OutputFlags & { readonly ops?: string; readonly scope?: string };

/** The contract's; a test compares them. */
export const scopes: readonly string[] = ['read', 'act', 'admin'];

const usage = (message: string): never => {
  throw new CommandFailure('usage', message);
};

/** Entries of operators are separated by commas, and their names end at a colon or `=`. The least is what nobody asked for more than. */
const entryOf = (hash: string, { ops, scope = 'read' }: KeyOptions): string => {
  if (ops === undefined) return hash;
  return /^[A-Za-z0-9._-]{1,64}$/.test(ops)
    ? `${ops}:${scope}=${hash}`
    : usage('the name after --ops is letters, digits, dots, dashes and underscores');
};

const assertScope = ({ ops, scope }: KeyOptions): void => {
  if (scope === undefined) return;
  if (ops === undefined) usage('--scope is of an operator, so it needs --ops <name>');
  if (!scopes.includes(scope)) usage(`a scope is ${scopes.join(', ')}; not ${scope}`);
};

const readKey = async (context: Context): Promise<string> => {
  const key = await context.readSecret('Key: ');
  if (key === '') return usage('there is no key on stdin');
  return sendableKey.test(key) ? key : usage('a key is one line of ASCII without spaces');
};

/** Whatever is too much may be a key, so it is not repeated, as commander would. */
const refuseExcess = (command: Command, wanted: number): void => {
  if (command.args.length <= wanted) return;
  usage(`${command.name()} takes no key from the command line, which others can read: give it on stdin`);
};

const generate = async (context: Context, options: KeyOptions): Promise<void> => {
  const { hashKey, newKey } = await import('./key-hash.ts');
  const output = createOutput(context, options);
  const key = newKey(options.ops === undefined ? 'gwk' : 'gwo');
  const hash = entryOf(hashKey(key), options);
  if (output.json) return output.dataJson({ key, hash });
  output.data(output.aligned ? `${output.bold('Key')}   ${key}` : `key\t${key}`);
  output.data(output.aligned ? `${output.bold('Hash')}  ${hash}` : `hash\t${hash}`);
  output.note('The key is shown this once; settings get the hash.');
};

const hash = async (context: Context, options: KeyOptions): Promise<void> => {
  const { hashKey } = await import('./key-hash.ts');
  const output = createOutput(context, options);
  const hashed = entryOf(hashKey(await readKey(context)), options);
  if (output.json) output.dataJson({ hash: hashed });
  else output.data(hashed);
};

const check = async (context: Context, hashed: string, options: OutputFlags): Promise<void> => {
  const { checkKey } = await import('./key-hash.ts');
  const output = createOutput(context, options);
  const verdict = checkKey(await readKey(context), hashed, Date.now());
  if (verdict === 'not_a_hash')
    return usage('the hash does not read sha256$salt$hex; is it in single quotes?');
  if (verdict === 'expired')
    throw new CommandFailure('authentication', 'the key fits, but the hash has expired');
  if (verdict === 'does_not_fit') throw new CommandFailure('authentication', 'the key does not fit the hash');
  if (output.json) output.dataJson({ fits: true });
  else output.data('fits');
};

/** Adds the commands below `keys`. */
export const addKeysCommand = (program: Command, context: Context): void => {
  const keys = program.command('keys').description('make and compare keys and their hashes, offline');
  const ops = ['--ops <name>', 'for an operator of this name, as OPS_KEY_HASHES has it'] as const;
  const scope = ['--scope <scope>', 'what the operator may do: read (default), act or admin'] as const;
  withOutputOptions(
    keys
      .command('generate')
      .allowExcessArguments()
      .description('make a new key and its hash')
      .option(...ops)
      .option(...scope),
    'partner-cli keys generate',
  ).action(async (options: KeyOptions, command: Command) => {
    refuseExcess(command, 0);
    assertScope(options);
    await generate(context, options);
  });
  withOutputOptions(
    keys
      .command('hash')
      .allowExcessArguments()
      .description('hash the key on stdin, or one that is typed')
      .option(...ops)
      .option(...scope),
    'partner-cli keys hash',
  ).action(async (options: KeyOptions, command: Command) => {
    refuseExcess(command, 0);
    assertScope(options);
    await hash(context, options);
  });
  withOutputOptions(
    keys
      .command('check')
      .allowExcessArguments()
      .description('tell whether the key on stdin, or one that is typed, fits a hash')
      .argument('<hash>', 'in single quotes, because of its $'),
    `partner-cli keys check 'sha256$f3a9$6d2c1f0b8e7a5943c1d0e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7'`,
  ).action(async (hashed: string, options: OutputFlags, command: Command) => {
    refuseExcess(command, 1);
    await check(context, hashed, options);
  });
};
