/** Why a command failed, and how that is told: a sentence for people, a problem for machines. */
import type { FailureKind } from './exit-codes.ts';

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
    this.problem = { type: 'about:blank', title: message, detail: message, code: kind, ...extras.problem };
  }
}
