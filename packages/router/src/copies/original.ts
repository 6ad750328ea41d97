/** What is copied. */
import type { Captured } from './capture.ts';

/** A request that the old system answered, and what of it is compared. */
export type Original = {
  readonly endpoint: string;
  readonly client: string;
  readonly path: string;
  /** Names and values in turn, for the gateway. */
  readonly headers: readonly string[];
  /** Of a booking. */
  readonly body: Buffer | undefined;
  readonly token: string | undefined;
  readonly captured: Captured;
};
