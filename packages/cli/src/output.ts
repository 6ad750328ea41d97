/** How a command speaks: data on stdout, messages on stderr; the options that decide it. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Context } from './context.ts';
import type { CommandFailure } from './failure.ts';
import { choose, type Path, pathsOf, picked, plainValues } from './fields.ts';

/** How a command is asked to speak. */
export type OutputFlags = {
  readonly json?: boolean;
  readonly fields?: readonly Path[];
  readonly quiet?: boolean;
  readonly color?: boolean;
};

/** What a command writes with. */
export type Output = {
  readonly json: boolean;
  /** Whether people read stdout: only then tables are lined up. */
  readonly aligned: boolean;
  readonly bold: (text: string) => string;
  /** Writes data. */
  readonly data: (text: string) => void;
  /** Writes data for machines: all of it, or the members that `--fields` names. */
  readonly dataJson: (value: unknown) => void;
  /** The same on one line, for a command that goes on. */
  readonly dataJsonLine: (value: unknown) => void;
  /** Says something about the data, unless `--quiet`. */
  readonly note: (text: string) => void;
  /** Says what is going on, to people only. */
  readonly progress: (text: string) => void;
};

type Form = { readonly indent: number; readonly of: (value: unknown, fields: readonly Path[]) => unknown };

const document: Form = { indent: 2, of: choose };
const line: Form = { indent: 0, of: picked };

/** One member that is no object or list is written as it is, for a shell to take. */
const textOf = (value: unknown, fields: readonly Path[] | undefined, { indent, of }: Form): string => {
  if (fields === undefined) return `${JSON.stringify(value, null, indent)}\n`;
  const chosen = of(value, fields);
  const plain = plainValues(value, fields);
  return plain === undefined
    ? `${JSON.stringify(chosen, null, indent)}\n`
    : plain.map((text) => `${printable(text)}\n`).join('');
};

/** Makes the output of one command. */
export const createOutput = (context: Context, flags: OutputFlags): Output => {
  const { stdout, stderr } = context;
  const coloured = stdout.isTTY && !context.noColor && flags.color !== false;
  const note = (text: string): void => {
    if (flags.quiet !== true) stderr.write(`${text}\n`);
  };
  return {
    json: flags.json === true || flags.fields !== undefined,
    aligned: stdout.isTTY,
    bold: (text) => (coloured ? `\u001b[1m${text}\u001b[22m` : text),
    data: (text) => void stdout.write(`${text}\n`),
    dataJson: (value) => void stdout.write(textOf(value, flags.fields, document)),
    dataJsonLine: (value) => void stdout.write(textOf(value, flags.fields, line)),
    note,
    progress: (text) => {
      if (stderr.isTTY) note(text);
    },
  };
};

/** Tells a failure: one problem as JSON for machines, a sentence and a hint for people. */
export const writeFailure = ({ stderr }: Context, failure: CommandFailure, json: boolean): void => {
  if (json) {
    stderr.write(`${JSON.stringify(failure.problem)}\n`);
    return;
  }
  stderr.write(`partner-cli: ${printable(failure.message)}\n`);
  if (failure.hint !== undefined) stderr.write(`${printable(failure.hint)}\n`);
};

/** Text from elsewhere without the control characters that would steer a terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');

/** A table; the header is for people only. */
export const table = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { aligned, bold }: { readonly aligned: boolean; readonly bold: (text: string) => string },
): string => {
  const cells = rows.map((row) => row.map(printable));
  if (!aligned) return cells.map((row) => row.join('\t')).join('\n');
  const widths = header.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [bold(line(header)), ...cells.map(line)].join('\n');
};

/** What every command can be told that asks a gateway. */
export type CommonOptions = OutputFlags & {
  readonly baseUrl?: string;
  readonly profile?: string;
  readonly timeout?: number;
};

/** @throws InvalidArgumentError */
export const seconds = (text: string): number => {
  if (/^\d{1,4}(?:\.\d{1,3})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It has to be a number of seconds, such as 5 or 0.5.');
};

const fields = (text: string): readonly Path[] => {
  const paths = pathsOf(text);
  if (paths !== undefined) return paths;
  throw new InvalidArgumentError('It has to be paths such as resolved.client_id,timeline[].step.');
};

/** Adds the options of every command, and an example to the help. */
export const withOutputOptions = (command: Command, example: string): Command =>
  command
    .option('--json', 'write JSON; failures become problem+json on stderr')
    .option(
      '--fields <path,path>',
      'of the JSON only these members; one that is plain is written bare',
      fields,
    )
    .option('--quiet', 'write no messages but failures')
    .option('--no-color', 'write no colours')
    .addHelpText('after', `\nExample:\n  $ ${example}`);

/** The same for a command that asks a gateway. */
export const withCommonOptions = (command: Command, example: string): Command =>
  withOutputOptions(
    command
      .option('--base-url <url>', 'where the API is, instead of the environment and the profile')
      .option('--profile <name>', 'take what the environment does not say from this profile')
      .option('--timeout <seconds>', 'how long to wait for an answer; default 30', seconds),
    example,
  );
