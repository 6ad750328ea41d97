/** Every command of the program with what its help offers, found by reading the help from the top. */
import { runCli } from './run-cli.ts';

/** A command as its help tells it. */
export type HelpedCommand = {
  /** The words that lead to it; none for the program itself. */
  readonly path: readonly string[];
  readonly commands: readonly string[];
  readonly options: readonly string[];
  readonly help: string;
};

const firsts = (help: string, title: string, word: RegExp): string[] => {
  const block = new RegExp(`^${title}:\n((?: .*\n)+)`, 'm').exec(help)?.[1] ?? '';
  return block.split('\n').flatMap((line) => word.exec(line)?.[1] ?? []);
};

/** The program itself first. */
export const everyCommand = async (path: readonly string[] = []): Promise<HelpedCommand[]> => {
  const help = (await runCli([...path, '--help'])).stdout;
  const commands = firsts(help, 'Commands', /^ {2}(\S+)/).filter((name) => name !== 'help');
  const options = firsts(help, 'Options', /^ {2}(?:-\w, )?(--[a-z-]+)/);
  const below = await Promise.all(commands.map((name) => everyCommand([...path, name])));
  return [{ path, commands, options, help }, ...below.flat()];
};
