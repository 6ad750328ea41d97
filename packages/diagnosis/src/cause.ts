/** How a cause is written down, and how it becomes a diagnosis. */
import type { Diagnosis } from '@partner-gateway/contract';
import type { Evidence } from './evidence.ts';

/** What is said of a cause, wherever it is found. */
export type CauseText = {
  /** One sentence. */
  readonly summary: string;
  readonly fault: Diagnosis['fault'];
  /** What to do next, in words. */
  readonly action: string;
  /** The same as a command; `{client}`, `{cart}`, `{bid}` and `{correlation}` are filled in where they are known. */
  readonly command?: string;
};

/** A cause that was found in this case, and from what. */
export type Finding<Cause extends string = string> = {
  readonly cause: Cause;
  readonly certainty: Diagnosis['certainty'];
  readonly evidence: readonly string[];
  readonly missing?: readonly string[];
};

type Names = Evidence['names'];

/** A command that lacks a name would be a trap at three in the morning: it is left out whole. */
export const fillIn = (command: string, names: Names): string | null => {
  const filled = command.replace(/\{(\w+)\}/g, (hole, name: keyof Names) => names[name] ?? hole);
  return /\{\w+\}/.test(filled) ? null : filled;
};
