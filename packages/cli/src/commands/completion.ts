/** `completion`: the script that makes a shell complete the commands, options and choices of this program. */
import { Argument, type Command, type Option } from 'commander';
import type { CompletedCommand, CompletedOption, Shell } from '../completion-scripts.ts';
import type { Context } from '../context.ts';
import { createOutput, type OutputFlags, withOutputOptions } from '../output.ts';

const optionOf = ({ long, description, required, optional, argChoices = [] }: Option): CompletedOption => ({
  name: long ?? '',
  description,
  takesValue: required || optional,
  choices: argChoices,
});

/** The command and all below it, as the help shows them; `help` itself is left to `--help`. */
const completedCommands = (command: Command, path: readonly string[] = []): CompletedCommand[] => {
  const help = command.createHelp();
  const below = help.visibleCommands(command).filter((one) => one.name() !== 'help');
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  return [
    {
      path,
      words: [
        ...below.map((one) => ({ name: one.name(), description: one.description() })),
        ...choices.map((name) => ({ name, description: '' })),
      ],
      options: help.visibleOptions(command).map(optionOf),
    },
    ...below.flatMap((one) => completedCommands(one, [...path, one.name()])),
  ];
};

type Asked = { readonly shell: Shell; readonly program: Command };

const write = async (context: Context, options: OutputFlags, { shell, program }: Asked): Promise<void> => {
  const { completionScript } = await import('../completion-scripts.ts');
  const output = createOutput(context, options);
  const script = completionScript(shell, completedCommands(program));
  if (output.json) output.dataJson({ shell, script });
  else output.data(script.trimEnd());
};

/** Adds the command. */
export const addCompletionCommand = (program: Command, context: Context): void => {
  const shells = ['bash', 'zsh', 'fish'] as const satisfies readonly Shell[];
  withOutputOptions(
    program
      .command('completion')
      .description('write the script that makes a shell complete this program')
      .addArgument(new Argument('<shell>', 'which shell').choices(shells)),
    'partner-cli completion bash',
  ).action((shell: Shell, options: OutputFlags) => write(context, options, { shell, program }));
};
