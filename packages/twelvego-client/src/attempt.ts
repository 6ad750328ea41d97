/** One attempt at a call: send, read the bounded body, and make either its result or a `TwelveGoError` of it. */
import { type Exchange, type HttpRequest, type HttpResponse, readText, socketFailureOf } from './exchange.ts';
import { failure, failureOfStatus, parse, type Redact } from './failure.ts';
import { maxBytesDefault, type Operation, policyOf } from './operations.ts';

/** A call with its address, ready to be tried. */
export type Job<Result> = {
  readonly operation: Operation;
  readonly request: Omit<HttpRequest, 'signal'>;
  readonly read: (body: unknown) => Result | undefined;
  readonly bareText: boolean;
  readonly redact: Redact;
};

/** Tries once. Rejects with a `TwelveGoError` for whatever 12go or the network did. */
export async function attempt<Result>(
  job: Job<Result>,
  exchange: Exchange,
  signal: AbortSignal,
  now: () => number,
): Promise<Result> {
  const { response, text } = await exchangeText(job, exchange, signal);
  if (response.status >= 200 && response.status < 300) return readAnswer(job, response.status, text);
  const answer = {
    status: response.status,
    text: text ?? '',
    retryAfter: response.headers.get('retry-after'),
  };
  throw failureOfStatus(job.operation, answer, job.redact, now());
}

async function exchangeText<Result>(
  { operation, request }: Job<Result>,
  exchange: Exchange,
  signal: AbortSignal,
): Promise<{ response: HttpResponse; text: string | undefined }> {
  try {
    const response = await exchange({ ...request, signal });
    return { response, text: await readText(response.body, policyOf(operation).maxBytes ?? maxBytesDefault) };
  } catch (error) {
    const { code, sent, garbled } = socketFailureOf(error);
    const kind = garbled ? 'unreadable' : 'connection';
    throw failure({ operation, kind, retryable: true, outcome: sent ? 'unknown' : 'not_sent', detail: code });
  }
}

function readAnswer<Result>(job: Job<Result>, status: number, text: string | undefined): Result {
  const unreadable = { operation: job.operation, kind: 'unreadable', status, outcome: 'unknown' } as const;
  if (text === undefined) throw failure({ ...unreadable, retryable: false, detail: 'too large' });
  const body = parse(text) ?? (job.bareText ? text : undefined);
  if (body === undefined) throw failure({ ...unreadable, retryable: true, detail: 'not JSON' });
  const result = job.read(body);
  if (result === undefined) throw failure({ ...unreadable, retryable: false, detail: 'wrong shape' });
  return result;
}
