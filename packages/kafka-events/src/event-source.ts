/** The outbox as the pump needs it: entries of each client in order, and who may take them. */

/** An event that waits. */
export type OutboxEntry = {
  /** Its place among those of its client. */
  readonly position: string;
  /** JSON of the event. */
  readonly text: string;
  /** Status of the booking before, to be told with a changed status where the event was written without it. */
  readonly previous?: string;
};

/** Where events wait until they are published; a reader of write-guard’s outbox is one. Every call may throw; nothing is lost by it. */
export type EventSource = {
  /** Makes the client ours for so long; true while it is. One holder at a time, so that order holds. */
  hold(clientId: string, leaseMs: number): Promise<boolean>;
  /** Ends the hold, so that what was taken and not acknowledged is taken again, by whoever holds next. */
  letGo(clientId: string): Promise<void>;
  /** The next entries in order, each once a hold; a new hold begins with what was never acknowledged. */
  take(clientId: string, limit: number): Promise<OutboxEntry[]>;
  acknowledge(clientId: string, positions: readonly string[]): Promise<void>;
};
