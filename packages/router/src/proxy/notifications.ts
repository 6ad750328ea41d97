/** 12go's notifications, which nobody but the two systems can tell whose they are: to one of them, or to both. */
import { Writable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Head, type Outgoing, SideFailure } from '../sides/exchange.ts';
import type { Side } from '../sides/side.ts';
import type { Deps } from './deps.ts';
import { answerHeaders, requestHeaders } from './headers.ts';
import { refusalOf, toProblemAnswer } from './problem.ts';

type Told = { readonly status: number; readonly headers: Head['headers']; readonly text: string };

const isTaken = ({ status }: Told): boolean => status >= 200 && status < 300;

/**
 * Makes the handler. Told to both, it is taken when both took it; else 12go hears of the one that did not and sends it again, which
 * both sides know to be a repetition.
 */
export const createNotificationHandler = ({
  flags,
  sides,
  exchange,
  observe,
  publicBaseUrl,
  isLeaving,
}: Deps) => {
  const tell = async (side: Side, request: FastifyRequest): Promise<Told> => {
    const outgoing: Outgoing = {
      method: request.method,
      path: request.originalUrl,
      headers: requestHeaders(request, side),
      body: Buffer.isBuffer(request.body) ? request.body : null,
      isRepeatable: false,
    };
    try {
      const chunks: Buffer[] = [];
      const sink = new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          chunks.push(chunk);
          done();
        },
      });
      const { statusCode, headers } = await exchange.send(side, outgoing, () => sink);
      return { status: statusCode, headers, text: Buffer.concat(chunks).toString('utf8') };
    } catch (error) {
      observe.metrics.count('router.request.failed', {
        side: side.name,
        reason: error instanceof SideFailure ? error.reason : 'broken',
      });
      const failure = error instanceof SideFailure ? error : new SideFailure('broken', error);
      return toProblemAnswer(request, refusalOf(failure), { publicBaseUrl, isBookingWrite: false });
    }
  };
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const { notifications } = flags.current();
    const told = await Promise.all(
      [sides.legacy, sides.gateway]
        .filter(({ name }) => notifications === 'both' || name === notifications)
        .map((side) => tell(side, request)),
    );
    const [first] = told;
    const { status, headers, text } = told.find((one) => !isTaken(one)) ?? (first as Told);
    return reply.code(status).headers(answerHeaders(headers, isLeaving())).send(text);
  };
};
