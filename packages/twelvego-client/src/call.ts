/** A call of 12go, ready to send, with the reader of its answer. */
import type { Operation } from './operations.ts';
import type { PieceReader } from './transport/json-pieces.ts';

/** One call, ready to send but for the base URL and the key. */
export type Call<Result> = {
  readonly operation: Operation;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  /** Undefined when the parsed body is not the answer of this operation. */
  readonly read: (body: unknown) => Result | undefined;
  /** Reads a long answer piece by piece, to the same result as `read`. */
  readonly pieces?: PieceReader<Result>;
  /** Accepts a body that is bare text instead of JSON. */
  readonly bareText?: boolean;
};
