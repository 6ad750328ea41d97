/** What a question to the ops API that was refused, garbled or lost means for the command. */
import { settingVariables } from './context.ts';
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

export const unreadable = (response: Response): CommandFailure => {
  const contentType = response.headers.get('content-type') ?? 'no content type';
  const message = `not an answer of the gateway: ${response.status}, ${contentType}`;
  return new CommandFailure('unreadable_answer', message, { problem: { status: response.status } });
};

export const refusal = (response: Response, problem: Problem | undefined): CommandFailure => {
  if (typeof problem?.code !== 'string') return unreadable(response);
  const { detail, code, correlation_id: correlationId, type } = problem;
  return new CommandFailure(
    kindOf(response.status),
    `${String(detail ?? code)} (${response.status} ${code}, correlation id ${String(correlationId)})`,
    { problem, ...(typeof type === 'string' ? { hint: `See ${type}` } : {}) },
  );
};

const systemCode = (error: unknown): string | undefined => {
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  return typeof code === 'string' ? code : undefined;
};

/** Who was asked, and how long it could take. */
type Asked = { readonly host: string; readonly timeoutMs: number };

export const lost = (error: unknown, { host, timeoutMs }: Asked, interrupted: boolean): CommandFailure => {
  if (interrupted) return new CommandFailure('interrupted', 'stopped');
  if ((error as Error).name === 'TimeoutError') {
    return new CommandFailure('timeout', `no answer from ${host} within ${timeoutMs} ms`);
  }
  // Without the error as cause: it may hold the request, and the request holds the key.
  const code = systemCode(error);
  return new CommandFailure(
    'connection',
    `the connection to ${host} failed${code === undefined ? '' : ` (${code})`}`,
    { hint: `The address of the ops API is ${settingVariables.opsBaseUrl} or --base-url.` },
  );
};
