/** A request that was let in: what it asks for, as the flows read it. */
import type { Staged } from '../scenarios/scenario.ts';
import type { OperationName } from './operations.ts';

export type Call = {
  readonly operation: OperationName;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Undefined when nothing was sent. */
  readonly body: unknown;
  readonly correlationId: string;
  /** What was set to go wrong in it. */
  readonly staged: Staged | undefined;
};
