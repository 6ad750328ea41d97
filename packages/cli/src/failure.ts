/** Why a command fails: the kinds with their exit codes, and the failure that carries one. */

/** Every exit code with its meaning, in the words of the help and the README. */
export const exitCodes = {
  success: { code: 0, meaning: 'The command did what it was asked.' },
  unhealthy: {
    code: 1,
    meaning: '`doctor`, `upstream keys` or a command of `rollout` found something that fails.',
  },
  usage: { code: 2, meaning: 'The command or its options are wrong.' },
  configuration: { code: 3, meaning: 'A setting is missing or cannot work.' },
  authentication: { code: 4, meaning: 'The key is not accepted, or may not do this.' },
  not_found: { code: 5, meaning: 'What was asked for does not exist.' },
  refused: { code: 6, meaning: 'The gateway understood and refused.' },
  unavailable: { code: 7, meaning: 'The gateway or the supplier cannot serve now; try later.' },
  gateway_fault: { code: 8, meaning: 'A fault in the gateway; report the correlation id.' },
  timeout: { code: 9, meaning: 'No answer in time.' },
  connection: { code: 10, meaning: 'The connection failed.' },
  unreadable_answer: { code: 11, meaning: 'Something that is not the gateway answered.' },
  hold: { code: 12, meaning: '`rollout gate` says to wait.' },
  roll_back: { code: 13, meaning: '`rollout gate` says to go back.' },
  unexpected: { code: 70, meaning: 'A fault in the CLI itself.' },
  interrupted: { code: 130, meaning: 'Stopped with Ctrl-C.' },
} as const;

/** The kind of a failure. */
export type FailureKind = Exclude<keyof typeof exitCodes, 'success'>;

/** The table as it stands in the help. */
export const exitCodeHelp = (): string =>
  [
    'Exit codes:',
    ...Object.values(exitCodes).map(({ code, meaning }) => `  ${String(code).padEnd(5)}${meaning}`),
  ].join('\n');

/** Members of a problem (RFC 9457); those of the gateway pass through. */
export type Problem = Readonly<Record<string, unknown>>;

/** A failure with its kind, a sentence and, where the gateway gave one, its problem. */
export class CommandFailure extends Error {
  readonly kind: FailureKind;
  /** What to do about it. */
  readonly hint: string | undefined;
  readonly problem: Problem;

  constructor(
    kind: FailureKind,
    message: string,
    extras: { hint?: string; problem?: Problem; cause?: unknown } = {},
  ) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = 'CommandFailure';
    this.kind = kind;
    this.hint = extras.hint;
    this.problem = {
      type: 'about:blank',
      title: exitCodes[kind].meaning,
      detail: message,
      code: kind,
      ...extras.problem,
      ...(extras.hint !== undefined && { hint: extras.hint }),
    };
  }
}
