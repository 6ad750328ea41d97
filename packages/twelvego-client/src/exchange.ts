/** One HTTP exchange through ky: never follows a redirect, never retries, never reads more than it may. */
import ky from 'ky';

export type HttpRequest = {
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

/** The text of a body, or undefined when it is larger than `maxBytes`; the rest is then not read. */
export async function readText(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
): Promise<string | undefined> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
