/** Why a booking or a request ended as it did: tested rules over what is known of it. */

export type { CauseText } from './cause.ts';
export { type Cause, causes } from './causes/causes.ts';
export { diagnose } from './diagnose.ts';
export type { Evidence, FailedRequest, GuardRecord, UpstreamReading, Write } from './evidence.ts';
