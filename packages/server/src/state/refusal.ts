/** Answers of the write guard that send nothing: refusals for now, and what a read says instead of sending. */
import type { UnavailableReason, WriteRequest, WriteResult } from './write-request.ts';

export const SHORT_RETRY_MS = 1_000;
export const LONG_RETRY_MS = 5_000;

export const unavailable = (reason: UnavailableReason, retryAfterMs: number): WriteResult => ({
  kind: 'unavailable',
  reason,
  retryAfterMs,
});

/** The store forgot what happened to this token, or once concluded "no": only a read may speak now. */
export const answerFromRead = async (
  request: WriteRequest,
  whenNo: () => WriteResult | Promise<WriteResult>,
): Promise<WriteResult> => {
  const read = await request.lookUp();
  switch (read.says) {
    case 'executed': {
      const { says: outcome, ...found } = read;
      return { kind: 'rebuilt', outcome, ...found };
    }
    case 'not_executed':
      return whenNo();
    case 'unreadable':
      return unavailable('look_up_failed', LONG_RETRY_MS);
    case 'unknowable':
      return { kind: 'stale', outcome: 'unknown' };
  }
};
