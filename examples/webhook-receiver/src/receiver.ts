/** Takes the gateway's webhooks: checked on the raw body, each event acted on once, answered before the work is done. */
import { isWebhookError, type PartnerNotification, verifyWebhook } from '@partner-gateway/sdk/webhooks';
import fastify, { type FastifyInstance } from 'fastify';

/** What the receiver is given. */
export type ReceiverOptions = {
  /** One, or both while one is replaced. */
  readonly secrets: readonly string[];
  /** Remembers an id, and says whether it was new. A shop keeps them in its database, for at least a day. */
  readonly isNew: (id: string) => Promise<boolean>;
  /** Puts a change into a queue of the shop's own: the gateway waits ten seconds for an answer, and no longer. */
  readonly enqueue: (change: PartnerNotification) => Promise<void>;
};

/** Makes the server; it takes webhooks at `POST /webhooks/bookings`. */
export const createReceiver = ({ secrets, isNew, enqueue }: ReceiverOptions): FastifyInstance => {
  const app = fastify({ bodyLimit: 64 * 1024 });
  // What was signed are the bytes; once they are parsed they are gone.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/webhooks/bookings', async (request, reply) => {
    try {
      const { id, notification } = await verifyWebhook({
        headers: request.headers,
        body: request.body as Buffer,
        secret: secrets,
      });
      if (await isNew(id)) await enqueue(notification);
      return await reply.code(204).send();
    } catch (error) {
      if (!isWebhookError(error)) throw error;
      request.log.warn({ failure: error.failure }, error.message);
      return await reply.code(error.failure === 'secret_unusable' ? 500 : 400).send(error.message);
    }
  });
  return app;
};
