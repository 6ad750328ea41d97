/** The end of connections while an app closes: an answered one that stayed open would hold the process for a minute. */
import type { FastifyInstance } from 'fastify';

/** Makes every answer the last of its connection once the app has begun to close. */
export const addClosingConnections = (app: FastifyInstance): void => {
  let isClosing = false;
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done();
  });
};
