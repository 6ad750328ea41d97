/** What an app does while it closes: it takes no more requests, and makes every answer the last of its connection. */
import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';

const retryAfterSeconds = 1;

/**
 * Adds the hooks. Requests that are new by then are refused here, because Fastify's own refusal is no problem and does not
 * say what became of a write. An answered connection that stayed open would hold the process for a minute.
 */
export const addClosingConnections = (app: FastifyInstance): void => {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onRequest', (_request, _reply, done) => {
    done(isClosing ? new GatewayError('not_ready', { retryAfterSeconds }) : undefined);
  });
  // biome-ignore lint/complexity/useMaxParams: Fastify's own
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done();
  });
};
