/** What is copied, and what is run dry. */
import type { Captured } from './capture.ts';

/** A read that the old system answered. */
export type Original = {
  readonly endpoint: string;
  readonly client: string;
  readonly path: string;
  /** Names and values in turn, for the gateway. */
  readonly headers: readonly string[];
  readonly captured: Captured;
};

/** A booking that the old system is asked for. */
export type AskedBooking = {
  readonly endpoint: string;
  readonly client: string;
  readonly token: string | undefined;
  readonly body: Buffer;
};
