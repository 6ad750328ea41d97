/** What a question to the ops API that was refused, garbled or lost means for the command. */
import { type Asked, disconnected, hintOfRefusal, systemCode, timedOut, unreadable } from './asked.ts';
import { CommandFailure, type FailureKind, type Problem } from './failure.ts';

const kindOfStatus: Readonly<Record<number, FailureKind>> = {
  401: 'authentication',
  403: 'authentication',
  404: 'not_found',
  408: 'unavailable',
  429: 'unavailable',
  500: 'gateway_fault',
};

const kindOf = (status: number): FailureKind =>
  kindOfStatus[status] ?? (status < 500 ? 'refused' : 'unavailable');

export const foreign = (asked: Asked, { status, headers }: Response): CommandFailure =>
  unreadable(asked, {
    status,
    contentType: headers.get('content-type') ?? undefined,
    location: headers.get('location') ?? undefined,
  });

export const refusal = (asked: Asked, response: Response, problem: Problem | undefined): CommandFailure => {
  if (typeof problem?.code !== 'string') return foreign(asked, response);
  const { detail, code, correlation_id: correlationId, type } = problem;
  const kind = kindOf(response.status);
  const hint = hintOfRefusal(asked, kind, { code, type: typeof type === 'string' ? type : undefined });
  return new CommandFailure(
    kind,
    `${String(detail ?? code)} (${response.status} ${code}, correlation id ${String(correlationId)})`,
    { problem, ...(hint !== undefined && { hint }) },
  );
};

/** Without the error as cause: it may hold the request, and the request holds the key. */
export const lost = (
  asked: Asked,
  error: unknown,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): CommandFailure => {
  if (signal.aborted) return new CommandFailure('interrupted', 'stopped');
  if ((error as Error).name === 'TimeoutError') return timedOut(asked, timeoutMs);
  return disconnected(asked, systemCode(error));
};
