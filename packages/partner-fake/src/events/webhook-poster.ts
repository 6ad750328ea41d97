/** Posts events to a partner's webhook URL, signed as Standard Webhooks has it. */
import { createHmac } from 'node:crypto';
import type { PartnerEvent } from '@partner-gateway/contract';
import type { WebhookTarget } from '../fake-api.ts';

export type WebhookPoster = {
  /** Posts events one after another; what comes of it is nobody's error. */
  post(target: WebhookTarget, events: readonly PartnerEvent[], nowMs: number): void;
  /** Settles when everything that was to be posted is. */
  readonly settled: () => Promise<void>;
};

const prefix = 'whsec_';

/** Throws `TypeError` on a secret that cannot be one. */
export const demandTarget = ({ url, secret }: WebhookTarget): void => {
  if (!URL.canParse(url)) throw new TypeError('the URL of a webhook is none');
  if (!secret.startsWith(prefix) || Buffer.from(secret.slice(prefix.length), 'base64').length < 24) {
    throw new TypeError(`the secret of a webhook is ${prefix} and the base64 of 24 bytes or more`);
  }
};

/** The headers of a webhook. */
const signedHeaders = (
  secret: string,
  { id, payload, atMs }: { id: string; payload: string; atMs: number },
) => {
  const timestamp = String(Math.floor(atMs / 1000));
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64');
  return {
    'content-type': 'application/json',
    'user-agent': 'partner-gateway',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
};

/** With the `fetch` that is global at each post, if none is given. */
export const createWebhookPoster = (fetch?: typeof globalThis.fetch): WebhookPoster => {
  let queue = Promise.resolve();
  const postOne = async (
    { url, secret }: WebhookTarget,
    event: PartnerEvent,
    atMs: number,
  ): Promise<void> => {
    const payload = JSON.stringify(event.data);
    const headers = signedHeaders(secret, { id: event.id, payload, atMs });
    try {
      const response = await (fetch ?? globalThis.fetch)(url, { method: 'POST', headers, body: payload });
      await response.arrayBuffer();
    } catch {
      // A partner who does not listen is a case to test, and the feed has the event as well.
    }
  };
  return {
    post: (target, events, nowMs) => {
      for (const event of events) queue = queue.then(() => postOne(target, event, nowMs));
    },
    settled: () => queue,
  };
};
