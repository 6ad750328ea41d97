/** What the CLI takes from its surroundings: environment, streams, network. The only reader of the environment. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
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
  /** Ops addresses of all routers, separated by commas. */
  readonly routerUrls: string | undefined;
};

/** A setting and who said it. */
export type Setting = {
  readonly value: string;
  /** In words that lead there: a flag, a variable, or a member of a profile. */
  readonly origin: string;
  /** What the profile that says it calls the environment. */
  readonly environment?: string;
};

export type SettingName = keyof Settings;

/** What was found; the key of a profile is read only when it is asked for. */
export type FoundSettings = Readonly<Partial<Record<SettingName, Setting>>>;

/** Where profiles are, which of them the environment asks for, and the variables that they may name. */
export type ProfileSource = {
  readonly file: string;
  readonly asked: string | undefined;
  readonly variable: (name: string) => string | undefined;
};

/** Everything a command may touch. */
export type Context = {
  /** Those of the environment; `settings.ts` adds flags and profiles. */
  readonly settings: Settings;
  readonly profiles: ProfileSource;
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
  routerUrls: 'PARTNER_ROUTER_URLS',
} as const satisfies Record<SettingName, string>;

/** Name of the environment variable that asks for a profile. */
export const profileVariable = 'PARTNER_CLI_PROFILE';

/** An empty variable counts as missing. */
const variable = (name: string): string | undefined => process.env[name] || undefined;

/** The XDG place; the specification wants a path that is not absolute ignored. */
const profilesFile = (): string => {
  const given = variable('XDG_CONFIG_HOME');
  const folder = given !== undefined && isAbsolute(given) ? given : join(homedir(), '.config');
  return join(folder, 'partner-cli', 'profiles.json');
};

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
    routerUrls: variable(settingVariables.routerUrls),
  },
  profiles: {
    // Where nobody has a home this fails, which is to stop only whoever asks for a profile.
    get file() {
      return profilesFile();
    },
    asked: variable(profileVariable),
    variable,
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
