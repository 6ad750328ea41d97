/** What the CLI takes from its surroundings: environment, streams, network. The only reader of the environment. */
import { CommandFailure } from './failure.ts';
import { askAtTerminal, readStdin, typedUnseen } from './terminal.ts';

/** A stream to write to. */
export type Sink = {
  readonly write: (text: string) => unknown;
  readonly isTTY: boolean;
};

/** Where the gateway is and as whom to ask it; keys come from here only, never from a flag. */
export type Settings = {
  readonly baseUrl: string | undefined;
  readonly clientId: string | undefined;
  readonly apiKey: string | undefined;
  readonly opsBaseUrl: string | undefined;
  readonly opsKey: string | undefined;
};

/** Everything a command may touch. */
export type Context = {
  readonly settings: Settings;
  /** Data. */
  readonly stdout: Sink;
  /** Messages. */
  readonly stderr: Sink;
  /** Whether the surroundings refuse colour: `NO_COLOR` is set, or the terminal is dumb. */
  readonly noColor: boolean;
  /** Asks whoever sits at the terminal; undefined when stdin is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** One secret line: from stdin, or typed at the terminal without being shown. Never from the command line, which others can read. */
  readonly readSecret: (question: string) => Promise<string>;
  readonly fetch: typeof globalThis.fetch;
  /** How long an answer of the gateway is waited for, in all. */
  readonly timeoutMs: number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
};

/** Unless `--timeout` says otherwise. */
const timeoutMsDefault = 30_000;

/** Name of the environment variable behind each setting. */
export const settingVariables = {
  baseUrl: 'PARTNER_CLI_BASE_URL',
  clientId: 'PARTNER_CLI_CLIENT_ID',
  apiKey: 'PARTNER_CLI_API_KEY',
  opsBaseUrl: 'PARTNER_CLI_OPS_BASE_URL',
  opsKey: 'PARTNER_CLI_OPS_KEY',
} as const satisfies Record<keyof Settings, string>;

/** An empty variable counts as missing. */
const variable = (name: string): string | undefined => process.env[name] || undefined;

const sink = (stream: NodeJS.WriteStream): Sink => ({
  write: (text) => stream.write(text),
  isTTY: stream.isTTY === true,
});

/** The context of this process. */
export const processContext = (signal: AbortSignal): Context => ({
  settings: {
    baseUrl: variable(settingVariables.baseUrl),
    clientId: variable(settingVariables.clientId),
    apiKey: variable(settingVariables.apiKey),
    opsBaseUrl: variable(settingVariables.opsBaseUrl),
    opsKey: variable(settingVariables.opsKey),
  },
  stdout: sink(process.stdout),
  stderr: sink(process.stderr),
  noColor: variable('NO_COLOR') !== undefined || variable('TERM') === 'dumb',
  ask: process.stdin.isTTY === true ? askAtTerminal(signal) : undefined,
  readSecret: (question) =>
    process.stdin.isTTY === true ? typedUnseen(signal, question) : readStdin(signal),
  fetch: globalThis.fetch,
  timeoutMs: timeoutMsDefault,
  signal,
});

/** A key as a header can carry it: one line of visible ASCII. */
export const sendableKey = /^[\x21-\x7e]+$/;

/** The settings by name, all of them there. */
export const demandSettings = <Name extends keyof Settings>(
  settings: Settings,
  ...names: readonly Name[]
): Record<Name, string> => {
  const missing = names.filter((name) => settings[name] === undefined).map((name) => settingVariables[name]);
  if (missing.length > 0) {
    throw new CommandFailure('configuration', `missing ${missing.join(', ')}`, {
      hint: `Set ${missing.length === 1 ? 'it' : 'them'} in the environment; a URL can also be given with --base-url.`,
    });
  }
  return Object.fromEntries(names.map((name) => [name, settings[name]])) as Record<Name, string>;
};

/** Where the ops API is, unless `baseUrl` says it, and the key of an operator. */
export const demandOpsSettings = (
  { settings }: Context,
  baseUrl: string | undefined,
): Record<'opsBaseUrl' | 'opsKey', string> =>
  demandSettings({ ...settings, opsBaseUrl: baseUrl ?? settings.opsBaseUrl }, 'opsBaseUrl', 'opsKey');
