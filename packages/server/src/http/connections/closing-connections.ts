/** What an app does while it leaves and closes: every answer is the last of its connection, and in the end no more are taken. */
import type { FastifyInstance } from 'fastify';
import type { Deps } from '../../deps.ts';
import { GatewayError } from '../../errors.ts';

const retryAfterSeconds = 1;

/**
 * Adds the hooks. Requests that are new by then are refused here, because Fastify's own refusal is no problem and does not
 * say what became of a write. An answered connection that stayed open would hold the process for a minute.
 */
export const addClosingConnections = (
  app: FastifyInstance,
  { service: { isLeaving } }: Pick<Deps, 'service'>,
): void => {
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
    // Whoever keeps connections finds another instance in good time, and none is closed under a request.
    if (isClosing || isLeaving()) reply.header('connection', 'close');
    done();
  });
};
