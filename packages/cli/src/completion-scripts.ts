/** Completion for bash, zsh and fish: scripts that hold every command, option and choice, so that pressing Tab starts no process. Pure. */

/** An option: whether a value follows it, and which ones there are to choose from. */
export type CompletedOption = {
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
};

/** A word that may come next. */
export type CompletedWord = { readonly name: string; readonly description: string };

/** A command, by the words that lead to it: none for the program itself. */
export type CompletedCommand = {
  readonly path: readonly string[];
  readonly words: readonly CompletedWord[];
  readonly options: readonly CompletedOption[];
};

/** A shell that there is a script for. */
export type Shell = keyof typeof scripts;

/** Each word after a blank, so that no command is the beginning of another: ` booking resolve`. */
const at = ({ path }: CompletedCommand): string => path.map((word) => ` ${word}`).join('');

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const names = (things: readonly CompletedWord[]): string => things.map(({ name }) => name).join(' ');

/** The words of the line that lead to a command, which values of options do not. */
const paths = (commands: readonly CompletedCommand[]): string[] =>
  commands.filter(({ path }) => path.length > 0).map((command) => quoted(at(command)));

/** `case` lines for what comes after an option that takes a value: its choices, or nothing. */
const valueCases = (commands: readonly CompletedCommand[], offer: (choices: string) => string): string =>
  commands
    .flatMap((command) => {
      const taking = command.options.filter(({ takesValue }) => takesValue);
      const pattern = ({ name }: CompletedOption): string => quoted(`${at(command)}:${name}`);
      const free = taking.filter(({ choices }) => choices.length === 0).map(pattern);
      return [
        ...taking
          .filter(({ choices }) => choices.length > 0)
          .map((option) => `    ${pattern(option)}) ${offer(option.choices.join(' '))}; return ;;`),
        ...(free.length > 0 ? [`    ${free.join(' | ')}) return ;;`] : []),
      ];
    })
    .join('\n');

const bash = (commands: readonly CompletedCommand[]): string => `# Completion of partner-cli for bash.
_partner_cli() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at= words= options= i
  COMPREPLY=()
  if [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; elif [[ $cur == = ]]; then cur=; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${paths(commands).join(' | ')}) at="$at \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at:$prev" in
${valueCases(commands, (choices) => `COMPREPLY=($(compgen -W ${quoted(choices)} -- "$cur"))`)}
  esac
  case "$at" in
${commands.map((command) => `    ${quoted(at(command))}) words=${quoted(names(command.words))} options=${quoted(names(command.options))} ;;`).join('\n')}
  esac
  if [[ $cur == -* || -z $words ]]; then words=$options; fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _partner_cli partner-cli
`;

const described = (things: readonly CompletedWord[]): string =>
  things.map(({ name, description }) => quoted(`${name}:${description}`)).join(' ');

const zsh = (commands: readonly CompletedCommand[]): string => `#compdef partner-cli
# Completion of partner-cli for zsh.
_partner-cli() {
  local at= cur=$words[CURRENT] prev=$words[CURRENT-1] word
  local -a names options
  if [[ $cur == --*=* ]]; then prev=\${cur%%=*}; compset -P '*='; fi
  for word in \${words[2,CURRENT-1]}; do
    case "$at $word" in
      ${paths(commands).join(' | ')}) at="$at $word" ;;
    esac
  done
  case "$at:$prev" in
${valueCases(commands, (choices) => `compadd -- ${choices}`)}
  esac
  case "$at" in
${commands.map((command) => `    ${quoted(at(command))}) names=(${described(command.words)}) options=(${described(command.options)}) ;;`).join('\n')}
  esac
  if [[ $cur == -* || $#names -eq 0 ]]; then _describe -o option options; else _describe command names; fi
}
if [[ $funcstack[1] == _partner-cli ]]; then _partner-cli "$@"; else compdef _partner-cli partner-cli; fi
`;

const fishLines = (command: CompletedCommand): string[] => {
  const line = `complete -c partner-cli -n ${quoted(`__partner_cli_at ${quoted(at(command)).replaceAll("'", '"')}`)}`;
  return [
    ...command.words.map(({ name, description }) => `${line} -a ${name} -d ${quoted(description)}`),
    ...command.options.map(
      ({ name, description, takesValue, choices }) =>
        `${line} -l ${name.slice(2)}${takesValue ? ` -x${choices.length > 0 ? ` -a ${quoted(choices.join(' '))}` : ''}` : ''} -d ${quoted(description)}`,
    ),
  ];
};

const fish = (commands: readonly CompletedCommand[]): string => `# Completion of partner-cli for fish.
function __partner_cli_at
    set -l at
    set -l given (commandline -opc)
    for word in $given[2..]
        switch "$at $word"
            case ${paths(commands).join(' ')}
                set at "$at $word"
        end
    end
    test "$at" = "$argv[1]"
end
complete -c partner-cli -f
${commands.flatMap(fishLines).join('\n')}
`;

const scripts = { bash, zsh, fish };

/** The script that makes a shell complete these commands; to be sourced, or put where the shell looks for such scripts. */
export const completionScript = (shell: Shell, commands: readonly CompletedCommand[]): string =>
  scripts[shell](commands);
