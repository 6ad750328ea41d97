/** The queue of webhooks that wait for delivery: in order within a lane, each tried by one worker at a time, the dead kept for a while. */

export type QueuedWebhook = {
  /** Stays the same however often the webhook is sent. */
  readonly eventId: string;
  /** Webhooks of one lane are delivered in order, those of others without regard to them: a booking is a lane. */
  readonly lane: string;
  /** JSON, at most 20 KB. */
  readonly payload: string;
  /** Where it was read, as `1764324135123-0`. */
  readonly position: string;
  readonly correlationId?: string;
};

/** One that was read nowhere, such as a sample. */
export type UnplacedWebhook = Omit<QueuedWebhook, 'position'>;

/** The head of a lane, which is its holder's for as long as the lease lasts. */
export type TakenWebhook = UnplacedWebhook & {
  /** Made before this one. */
  readonly attempts: number;
  readonly lease: string;
};

export type DueWebhooks = {
  readonly taken: readonly TakenWebhook[];
  /** Milliseconds until the next head is due, or 0 if one is; undefined when nothing waits. */
  readonly nextDueInMs?: number;
};

/** `exhausted`: after its last attempt. `gone`: answered by 410. The others: without an attempt. */
export type DeathReason = 'exhausted' | 'gone' | 'endpoint_disabled' | 'endpoint_missing';

export type DeadLetter = {
  readonly eventId: string;
  readonly lane: string;
  readonly reason: DeathReason;
  readonly attempts: number;
  /** What the last attempt came to: `503`, `timeout`. */
  readonly outcome?: string;
  readonly atMs: number;
  /** Grows with each dead letter of the client. */
  readonly number: number;
};

export type Backlog = {
  readonly waiting: number;
  /** Of the one that waits the longest; 0 when none does. */
  readonly oldestAgeMs: number;
  readonly dead: number;
  /** Dead letters that were dropped because of their age or number, in all of the client's time. */
  readonly forgotten: number;
};

export type DeadLetterBounds = {
  /** Default 7 days. */
  readonly deadLifeMs: number;
  /** Of a client; the oldest go first. Default 10,000. */
  readonly deadMax: number;
};

export const defaultDeadLetterBounds: DeadLetterBounds = { deadLifeMs: 604_800_000, deadMax: 10_000 };

/**
 * A worker that is killed loses nothing: its leases run out, and others take the heads again. What a worker reports counts only while
 * nobody else has taken the lane since; `false` says that somebody has. Every call may throw `StoreUnavailable`.
 */
export type WebhookQueue = {
  /**
   * Appends to the lanes and resolves to how many were new. Positions up to the client's last `upTo` are known already, as are event
   * ids that wait or are dead, so that enqueuing again after a crash repeats nothing.
   * One step for all of them, during which a store does nothing else: some hundred at a time.
   *
   * @throws RangeError for a position that is none or is after `upTo`, and for a payload over 20 KB; nothing has changed then
   */
  enqueue(clientId: string, webhooks: readonly QueuedWebhook[], upTo: string): Promise<number>;
  /**
   * Appends one that has no position to its lane; false where its event id waits or is dead.
   *
   * @throws RangeError for a payload over 20 KB
   */
  enqueueUnplaced(clientId: string, webhook: UnplacedWebhook): Promise<boolean>;
  /** Takes heads that are due, those that are due the longest first. */
  takeDue(
    clientId: string,
    bounds: { readonly limit: number; readonly leaseMs: number },
  ): Promise<DueWebhooks>;
  delivered(clientId: string, taken: TakenWebhook): Promise<boolean>;
  /** The attempt counts; the head is due again after the delay. */
  retryIn(
    clientId: string,
    taken: TakenWebhook,
    failed: { readonly delayMs: number; readonly outcome: string },
  ): Promise<boolean>;
  /** With an outcome, an attempt was made and counts. */
  bury(
    clientId: string,
    taken: TakenWebhook,
    death: { readonly reason: DeathReason; readonly outcome?: string },
  ): Promise<boolean>;
  /** The latest first; `before` is the number of the last one that was seen. */
  deadLetters(
    clientId: string,
    page: { readonly limit: number; readonly before?: number },
  ): Promise<readonly DeadLetter[]>;
  /** Puts dead letters at the ends of their lanes, those that died first before others, with no attempts and the same event ids. */
  replay(clientId: string, eventIds: readonly string[] | 'all'): Promise<number>;
  backlog(clientId: string): Promise<Backlog>;
};

const payloadBytesMax = 20_480;

const partsOf = (position: string): [bigint, bigint] => {
  const [, ms, number] = /^(\d{1,20})-(\d{1,20})$/.exec(position) ?? [];
  if (ms === undefined || number === undefined) throw new RangeError('a position is two numbers with a dash');
  return [BigInt(ms), BigInt(number)];
};

/** Positions are ordered as the ids of Redis streams. */
export const isAfter = (one: string, other: string): boolean => {
  const [[ms, number], [otherMs, otherNumber]] = [partsOf(one), partsOf(other)];
  return ms === otherMs ? number > otherNumber : ms > otherMs;
};

/** @throws RangeError, see {@link WebhookQueue} */
export const checkPayload = ({ payload }: Pick<QueuedWebhook, 'payload'>): void => {
  if (Buffer.byteLength(payload) > payloadBytesMax)
    throw new RangeError(`a payload has more than ${payloadBytesMax} bytes`);
};

/** @throws RangeError, see {@link WebhookQueue} */
export const checkWebhooks = (webhooks: readonly QueuedWebhook[], upTo: string): void => {
  partsOf(upTo);
  for (const webhook of webhooks) {
    if (isAfter(webhook.position, upTo))
      throw new RangeError('a webhook is after the position that it is queued up to');
    checkPayload(webhook);
  }
};
