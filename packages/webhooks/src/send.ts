/** One attempt to deliver: a POST on a connection of its own, which goes to a public address and nowhere else. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { AttemptResult, FailureReason } from './attempt.ts';
import { failureReasonOf } from './failure-reason.ts';
import {
  createGuardedLookup,
  createPublicResolver,
  type ResolveName,
  resolveLocally,
} from './guarded-lookup.ts';
import { retryAfterMsOf } from './retry-after.ts';
import { parseWebhookUrl, type UrlPolicy } from './url-guard.ts';

export type WebhookRequest = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Never rejects, and tells nothing of the URL, the headers or what was answered but a status and a delay. */
export type Send = (request: WebhookRequest) => Promise<AttemptResult>;

export type SendOptions = {
  readonly policy: UrlPolicy;
  readonly nowMs: () => number;
  /** For all of an attempt, the look-up of its name and the connection included. Default 10 s. */
  readonly timeoutMs?: number;
  /** Default: name servers; where private addresses are allowed, the system. */
  readonly resolve?: ResolveName;
  /** Trusted instead of the usual authorities, in PEM. */
  readonly ca?: string;
};

const timeoutMsDefault = 10_000;
const bodyBytesMax = 4_096;
const headerBytesMax = 16_384;
/** Of several addresses the next one is tried then; the default of Node, 250 ms, is less than a far connection takes. */
const nextAddressMs = 2_500;

type Outcome =
  | { readonly response: IncomingMessage; readonly atMs: number }
  | { readonly reason: FailureReason; readonly atMs: number };

const toResult = (outcome: Outcome, startedMs: number): AttemptResult => {
  const latencyMs = Math.max(0, Math.round(outcome.atMs - startedMs));
  if ('reason' in outcome) return { kind: 'failed', reason: outcome.reason, latencyMs };
  const { statusCode: status = 0, headers } = outcome.response;
  const retryAfterMs = retryAfterMsOf(headers['retry-after'], outcome.atMs);
  return { kind: 'answered', status, latencyMs, ...(retryAfterMs !== undefined && { retryAfterMs }) };
};

/**
 * Makes the function that sends. A connection is made for each attempt, so that each is judged and none is stale; redirects are not
 * followed, proxies of the environment not used, certificates always verified, and of a body no more than 4 KB are read.
 *
 * @example
 * ```ts
 * const send = createSend({ policy: { allowPrivate: false }, nowMs: Date.now });
 * await send({ url: 'https://hooks.acme.com/', headers: {}, body: '{}' }); // { kind: 'answered', status: 204, latencyMs: 81 }
 * ```
 */
export const createSend = (options: SendOptions): Send => {
  const { policy, nowMs, timeoutMs = timeoutMsDefault, ca } = options;
  const { resolve = policy.allowPrivate ? resolveLocally : createPublicResolver() } = options;
  const connecting = {
    keepAlive: false,
    lookup: createGuardedLookup(resolve, policy),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: nextAddressMs,
  };
  const https = new HttpsAgent({ ...connecting, rejectUnauthorized: true, ...(ca !== undefined && { ca }) });
  const http = new HttpAgent(connecting);

  const begin = (url: URL, headers: WebhookRequest['headers'], bytes: number) => {
    const settings = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(bytes) },
      maxHeaderSize: headerBytesMax,
    };
    return url.protocol === 'https:'
      ? httpsRequest(url, { ...settings, agent: https })
      : httpRequest(url, { ...settings, agent: http });
  };

  const exchange = (url: URL, { headers, body }: WebhookRequest): Promise<Outcome> =>
    new Promise((settle) => {
      let outcome: Outcome | undefined;
      const request = begin(url, headers, Buffer.byteLength(body));
      const end = (): void => {
        clearTimeout(timer);
        request.destroy();
        settle(outcome ?? { reason: 'reset', atMs: nowMs() });
      };
      const fail = (reason: FailureReason): void => {
        outcome ??= { reason, atMs: nowMs() };
        end();
      };
      const timer = setTimeout(fail, timeoutMs, 'timeout');
      request.on('response', (response) => {
        outcome = { response, atMs: nowMs() };
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > bodyBytesMax) end();
        });
        // It has answered; how it ends is of no interest.
        response.on('error', end).on('end', end);
      });
      request.on('error', (error) => fail(failureReasonOf(error))).on('close', end);
      request.end(body);
    });

  return async (request) => {
    const startedMs = nowMs();
    const failed = (reason: FailureReason): AttemptResult => ({ kind: 'failed', reason, latencyMs: 0 });
    const parsed = parseWebhookUrl(request.url, policy);
    if (!parsed.ok) return failed('url_forbidden');
    try {
      return toResult(await exchange(parsed.url, request), startedMs);
    } catch {
      return failed('unsendable');
    }
  };
};
