/** One attempt at a call over HTTP: no redirect, no retry, a bounded body, and either its result or a `TwelveGoError`. */
import ky from 'ky';
import { boundsDefault, maxBytesDefault, type Operation, policyOf } from '../operations.ts';
import { failure, failureOfStatus, type Redact } from './failure.ts';
import { parse, textOf } from './json.ts';
import { brokenBound } from './json-bounds.ts';
import { type PieceReader, readInPieces } from './json-pieces.ts';

export type HttpRequest = {
  /** What it is for: the sizes of answers differ much. */
  readonly operation: Operation;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Decompressed bytes; null when there is no body. */
  readonly body: AsyncIterable<Uint8Array> | null;
};

/**
 * Sends one request. The seam for another HTTP stack: it must not follow redirects, must not retry, must decompress,
 * must stop when the signal aborts, and rejects with an error whose `code` (or whose cause's) is the socket's.
 */
export type Exchange = (request: HttpRequest) => Promise<HttpResponse>;

/** The exchange over `fetch`, the global one unless given. */
export const createKyExchange = (fetch?: typeof globalThis.fetch): Exchange => {
  const http = ky.create({
    redirect: 'manual',
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    ...(fetch === undefined ? {} : { fetch }),
  });
  return ({ method, url, headers, body, signal }) =>
    http(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
};

/** Room for a body whose length nobody told. */
const usualBytes = 64 * 1024;

/** Bytes that nobody needs any more are freed now: those of a call that waited are found dead late, and count as memory until then. */
const free = ({ buffer }: Uint8Array<ArrayBuffer>): void => void buffer.transfer(0);

/** The bytes of a body in one piece, or undefined when there are more than `maxBytes`; the rest is then not read. */
const readBytes = async (
  { body, headers }: HttpResponse,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const told = Number(headers.get('content-length') ?? usualBytes);
  let bytes = new Uint8Array(told > 0 && told <= maxBytes ? told : usualBytes);
  let length = 0;
  for await (const chunk of body ?? []) {
    const end = length + chunk.byteLength;
    if (end > maxBytes) return undefined;
    if (end > bytes.byteLength) {
      const larger = new Uint8Array(Math.max(end, 2 * bytes.byteLength));
      larger.set(bytes);
      free(bytes);
      bytes = larger;
    }
    bytes.set(chunk, length);
    length = end;
  }
  return bytes.subarray(0, length);
};

/**
 * What is known of a broken exchange: a code such as `ECONNRESET`, whether the request may have left, and whether it was
 * the answer that could not be read.
 */
type SocketFailure = {
  readonly code: string | undefined;
  readonly sent: boolean;
  readonly garbled: boolean;
};

const neverSentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
]);
/** System calls that come before the first byte. A reset or a time-out seen in them never carried the request. */
const neverSentCalls = new Set(['connect', 'getaddrinfo']);
/** zlib, the HTTP parser and undici's limits: there was an answer, but not a readable one. */
const garbledCode = /^(Z_|HPE_|UND_ERR_HEADERS_OVERFLOW$|UND_ERR_RES_)/;
const deepestCause = 6;

/** Walks the causes down to the socket's own error. Only its code is kept: messages hold addresses and URLs. */
const socketFailureOf = (error: unknown): SocketFailure => {
  let current = error;
  for (let depth = 0; depth < deepestCause && isErrorLike(current); depth += 1) {
    const { code, syscall, cause } = current;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_/]{2,60}$/.test(code)) {
      const sent = !neverSentCodes.has(code) && !neverSentCalls.has(String(syscall));
      return { code, sent, garbled: garbledCode.test(code) };
    }
    current = cause;
  }
  return { code: undefined, sent: true, garbled: false };
};

type ErrorLike = { readonly code?: unknown; readonly syscall?: unknown; readonly cause?: unknown };
const isErrorLike = (value: unknown): value is ErrorLike => typeof value === 'object' && value !== null;

/** A call with its address, ready to be tried. */
export type Job<Result> = {
  readonly operation: Operation;
  readonly request: Omit<HttpRequest, 'operation' | 'signal'>;
  readonly read: (body: unknown) => Result | undefined;
  readonly pieces: PieceReader<Result> | undefined;
  readonly bareText: boolean;
  readonly redact: Redact;
};

/** Tries once. Rejects with a `TwelveGoError` for whatever 12go or the network did. */
export const attempt = async <Result>(
  job: Job<Result>,
  { exchange, now }: { readonly exchange: Exchange; readonly now: () => number },
  signal: AbortSignal,
): Promise<Result> => {
  const { response, bytes } = await exchangeBytes(job, exchange, signal);
  if (response.status >= 200 && response.status < 300) {
    try {
      return readAnswer(job, response.status, bytes);
    } finally {
      if (bytes !== undefined) free(bytes);
    }
  }
  const answer = {
    status: response.status,
    bytes: bytes ?? new Uint8Array(),
    retryAfter: response.headers.get('retry-after'),
  };
  throw failureOfStatus(job, answer, now());
};

const exchangeBytes = async <Result>(
  { operation, request }: Job<Result>,
  exchange: Exchange,
  signal: AbortSignal,
): Promise<{ response: HttpResponse; bytes: Uint8Array<ArrayBuffer> | undefined }> => {
  try {
    const response = await exchange({ ...request, operation, signal });
    return {
      response,
      bytes: await readBytes(response, policyOf(operation).maxBytes ?? maxBytesDefault),
    };
  } catch (error) {
    const { code, sent, garbled } = socketFailureOf(error);
    const kind = garbled ? 'unreadable' : 'connection';
    throw failure({ operation, kind, retryable: true, outcome: sent ? 'unknown' : 'not_sent', detail: code });
  }
};

const readAnswer = <Result>(job: Job<Result>, status: number, bytes: Uint8Array | undefined): Result => {
  const unreadable = { operation: job.operation, kind: 'unreadable', status, outcome: 'unknown' } as const;
  if (bytes === undefined) throw failure({ ...unreadable, retryable: false, detail: 'too large' });
  const broken = brokenBound(bytes, policyOf(job.operation).bounds ?? boundsDefault);
  if (broken !== undefined) throw failure({ ...unreadable, retryable: false, detail: broken });
  const pieced = job.pieces === undefined ? undefined : readInPieces(bytes, job.pieces);
  if (pieced !== undefined) return pieced;
  const text = textOf(bytes);
  const body = parse(text) ?? (job.bareText ? text : undefined);
  if (body === undefined) throw failure({ ...unreadable, retryable: true, detail: 'not JSON' });
  const result = job.read(body);
  if (result === undefined) throw failure({ ...unreadable, retryable: false, detail: 'wrong shape' });
  return result;
};
