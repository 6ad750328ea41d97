/** What a failed command says about the store: away, silent, busy ourselves, or a server that refuses. */
import { StoreUnavailable } from '../protocol/store.ts';
import { Unanswered } from './command-deadline.ts';

/** Words with which a server refuses what it will not do, as they begin its errors, in a script's error too. */
const refusals =
  /\b(READONLY|OOM|LOADING|MISCONF|NOREPLICAS|MASTERDOWN|CLUSTERDOWN|MOVED|ASK|TRYAGAIN|CROSSSLOT|NOAUTH|WRONGPASS|NOPERM|BUSY|UNBLOCKED)\b/;

/** The word with which the server refused; undefined when it did not. */
const refusalOf = (error: unknown): string | undefined =>
  error instanceof Error ? refusals.exec(error.message)?.[1] : undefined;

/** The client has no connection to write to: the command did not leave this process. */
const isNeverSent = ({ message }: Error): boolean =>
  /isn't writeable|enableOfflineQueue|Cluster isn't ready|None of startup nodes|All sentinels are unreachable/.test(
    message,
  );

/** Any failure of a command as {@link StoreUnavailable}. The library's errors carry arguments; only a word goes on. */
export const toUnavailable = (error: unknown): StoreUnavailable => {
  if (error instanceof StoreUnavailable) return error;
  if (error instanceof Unanswered)
    return new StoreUnavailable(error.isBusy ? 'overloaded' : 'unanswered', error);
  const refusal = refusalOf(error);
  if (refusal !== undefined) return new StoreUnavailable('unfit', new Error(refusal));
  const isUnreachable = error instanceof Error && isNeverSent(error);
  return new StoreUnavailable(isUnreachable ? 'unreachable' : 'unanswered');
};

/**
 * The reply of a command, for records that are kept beside the guard's and fail as they do.
 *
 * @throws StoreUnavailable with what failed as a word, and never the command or its arguments
 * @example
 * ```ts
 * const text = await orUnavailable(redis.get('note:17')); // string | null
 * ```
 */
export const orUnavailable = <Reply>(command: Promise<Reply>): Promise<Reply> =>
  command.catch((error: unknown) => {
    throw toUnavailable(error);
  });
