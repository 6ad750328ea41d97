/** What a flow hands to the write guard, and how two requests are told apart; no HTTP in it. */
import { createHash, createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { TokenStamp } from './protocol/memory-trust.ts';
import type { Subject } from './protocol/store.ts';
import type { Definite } from './result.ts';

/**
 * What a read says about a write. `unreadable`: the read failed, ask again. `unknowable`: there is no such read, so only
 * the running call, a notification or an operator can tell.
 */
export type LookUp<Answer> =
  | { readonly says: 'executed'; readonly answer: Answer; readonly reference?: string }
  | { readonly says: 'not_executed'; readonly answer: Answer }
  | { readonly says: 'unreadable' }
  | { readonly says: 'unknowable' };

/** Handed to `send`; ask it directly before the first byte leaves. */
export type SendGate = {
  /** G2: throws {@link SendWindowClosed} when too long has passed, as after a paused process. */
  assertOpen(): void;
  /** Fires when the call may no longer be kept. Never tied to the client's connection. */
  readonly signal: AbortSignal;
  /** How long the call may take at most: the deadline to give to the upstream client. */
  readonly callLimitMs: number;
};

/** Too late to send: nothing was sent, and the claim is released. */
export class SendWindowClosed extends Error {
  constructor() {
    super('the send window is closed');
    this.name = 'SendWindowClosed';
  }
}

/** A write: what it is, what may still refuse it, how it is sent, and how its outcome is read. */
export type WriteRequest<Prepared, Answer> = Subject & {
  /** As the client sent it, after removing quotes. Absent: the gateway makes one that only this attempt has. */
  readonly idempotencyKey?: string;
  /** See `toFingerprint`. */
  readonly fingerprint: string;
  /** Correlation id of this request; a replay names it. */
  readonly requestId: string;
  /** The stamp that the guard gave to the token. Leave out only when `beforeSend` reads the state that the write would change. */
  readonly token?: TokenStamp;
  /** What a look-up by another process needs, as text; kept sealed. Default: none. */
  readonly facts?: string;
  /** Everything that may still refuse, such as a check of the balance. A throw releases the claim and passes through. */
  beforeSend(attemptId: string): Promise<Prepared>;
  /** The facts that are kept from the moment the write is sent, in place of `facts`. */
  factsOf?(prepared: Prepared): string;
  /**
   * Gives back what `beforeSend` set aside under this attempt, after it has sent nothing. Another attempt may hold the
   * claim by then, and what that one set aside is its own. Must not reject.
   */
  whenNotSent?(attemptId: string): Promise<void>;
  /** Sends once. Returns what the upstream definitely said; throws when that is not known or nothing was sent. */
  send(gate: SendGate, prepared: Prepared): Promise<Definite<Answer>>;
  /** A read of the upstream's state. */
  lookUp(): Promise<LookUp<Answer>>;
};

/**
 * What makes two requests the same: all that names them, and the validated body, in which neither the order of members nor the
 * spelling of numbers matters. HMAC rather than a bare hash: bodies hold guessable personal data.
 *
 * @example
 * ```ts
 * toFingerprint(secret, ['pay', 'order-17'], { amount: '19.90' });
 * ```
 */
export const toFingerprint = (secret: Uint8Array, names: readonly string[], body: unknown): string =>
  createHmac('sha256', secret)
    .update(JSON.stringify([...names, canonicalize(body ?? null)]))
    .digest('base64url');

/** The name of a key's record: hashing bounds its length and keeps the client's characters out of the store's keys. */
export const toRecordKey = (idempotencyKey: string): string =>
  createHash('sha256').update(idempotencyKey).digest('base64url');
