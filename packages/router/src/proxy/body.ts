/** Bodies of requests: handed on as they come, or read whole where something in them decides. */
import { errorTable } from '@partner-gateway/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RouteFacts } from './asked.ts';

/** No body that partners send is near this; the gateway takes 256 KiB. */
const collectedBytesMax = 1024 * 1024;

/** A body too large to be read. */
class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
  readonly statusCode = errorTable.payload_too_large.status;
}

const collect = async (payload: NodeJS.ReadableStream): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of payload) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > collectedBytesMax) throw new BodyTooLarge('the body is too large');
    chunks.push(part);
  }
  return Buffer.concat(chunks);
};

const factsOf = (request: FastifyRequest): RouteFacts | undefined =>
  (request.routeOptions.config as { readonly facts?: RouteFacts }).facts;

/** Nothing is parsed: what a partner sends is what a side gets. */
export const addBodies = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (request, payload, done) => {
    if (factsOf(request)?.isCollected !== true) {
      done(null, payload);
      return;
    }
    collect(payload).then((body) => done(null, body), done);
  });
};
