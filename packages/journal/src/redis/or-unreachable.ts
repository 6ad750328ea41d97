/** What a failed command of a store becomes: the store is out of reach. */
import { StoreUnavailable } from '@partner-gateway/write-guard';

/** The reply of a command. @throws StoreUnavailable with the message of what failed, and never the command or its arguments. */
export const orUnreachable = <Reply>(command: Promise<Reply>): Promise<Reply> =>
  command.catch((error: unknown) => {
    throw new StoreUnavailable('unreachable', error instanceof Error ? new Error(error.message) : undefined);
  });

/** Redis refuses to write because its memory is full. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && /\bOOM\b/.test(error.message);
