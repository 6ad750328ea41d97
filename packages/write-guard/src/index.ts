/** The public surface of the write guard: the guard, the resolver, the store in memory, and all they speak of. */
export { type CanaryResult, walkCanary } from './canary.ts';
export {
  createWriteGuard,
  defaultGuardTimes,
  type GuardTimes,
  type PolledOutcome,
  type WriteGuard,
  type WriteGuardOptions,
} from './guard.ts';
export type { OpenWrite, OpenWrites, SeenWrite, Told } from './open-writes.ts';
export {
  type Backlog,
  comparePositions,
  isPosition,
  type NoticesOf,
  type Outbox,
  type OutboxEntry,
  type OutboxReader,
  type WriteChange,
} from './outbox.ts';
export { type AnswerCodec, type Records, textAnswers } from './outcome-recorder.ts';
export {
  createOutcomeResolver,
  type OpenOutcomeGauge,
  type OutcomeResolver,
  type OutcomeResolverOptions,
  type ResolverTimes,
} from './outcome-resolver.ts';
export type { TokenStamp } from './protocol/memory-trust.ts';
export {
  defaultOutboxBounds,
  type Learned,
  type Notice,
  type OutboxBounds,
  type State,
} from './protocol/notices.ts';
export { defaultProtocolTimes, type OpRecord, type Outcome, type ProtocolTimes } from './protocol/record.ts';
export {
  type LearnedMemory,
  type StoreDownReason,
  StoreUnavailable,
  type Subject,
  type WriteStore,
} from './protocol/store.ts';
export { type LookUp, type SendGate, SendWindowClosed, toFingerprint, type WriteRequest } from './request.ts';
export type {
  Definite,
  KnownOutcome,
  Obstacle,
  Unavailable,
  UnavailableReason,
  WriteEvent,
  WriteResult,
} from './result.ts';
export type { SendTimes } from './send-once.ts';
export { createMemoryOutbox } from './stores/lone-outbox.ts';
export {
  createMemoryWriteStore,
  type MemoryWriteStore,
  type MemoryWriteStoreOptions,
} from './stores/memory-store.ts';
export type { RecordLog } from './stores/record-tables.ts';
export { createVault, type Vault } from './vault.ts';
