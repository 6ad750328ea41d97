/** A partner's request, sent to the side that is chosen for it, and its answer streamed back. */
import { CircuitOpen } from '@partner-gateway/load-control';
import { type Asked, type Choice, chooseSide } from '@partner-gateway/rollout';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Captured, capture } from '../copies/capture.ts';
import { type Incoming, type Outgoing, SideFailure } from '../sides/exchange.ts';
import type { Side } from '../sides/side.ts';
import { type RouteFacts, readAsked } from './asked.ts';
import type { Deps } from './deps.ts';
import { answerHeaders, requestHeaders } from './headers.ts';
import { refusalOf, toProblemAnswer } from './problem.ts';

/** An answer, and whose it is. */
type Answered = { readonly side: Side; readonly incoming: Incoming };

/** A request on its way. */
type Passage = {
  readonly request: FastifyRequest;
  readonly facts: RouteFacts;
  readonly asked: Asked;
  readonly choice: Choice;
};

/** An answer that never came. */
const unheard: Captured = () => Promise.resolve(undefined);

/** Who answers what has no rule: everything of the old system, and the documents of the gateway. */
const chosenBefore = (side: Choice['side']): Choice => ({
  side,
  isBound: true,
  because: 'not_moved',
  isCopied: false,
});

const outgoingTo = (side: Side, { request, facts }: Passage): Outgoing => ({
  method: request.method,
  path: request.originalUrl,
  headers: requestHeaders(request, side),
  body: (request.body as Outgoing['body'] | undefined) ?? null,
  isRepeatable: facts.isCopyable,
});

const isBad = (status: number): boolean => status === 502 || status === 503 || status === 504;

/** Old bookings are known to the gateway once they were imported; until then the old system has them. */
const isUnknownOldBooking = ({ choice, asked }: Passage, { side, incoming }: Answered): boolean =>
  incoming.statusCode === 404 &&
  side.name === 'gateway' &&
  choice.because === 'rule' &&
  asked.bookingId !== undefined;

/** Makes the handler's sending: the chosen side first, and the old system where that is safe and the gateway is not well. */
const createSending = (deps: Deps) => {
  const { sides, exchange, observe } = deps;
  const send = (side: Side, passage: Passage) => exchange.send(side, outgoingTo(side, passage));
  const turned = async (passage: Passage, reason: string): Promise<Answered> => {
    observe.metrics.count('router.request.turned', { from: 'gateway', reason });
    return { side: sides.legacy, incoming: await send(sides.legacy, passage) };
  };
  const first = async (passage: Passage): Promise<Answered> => {
    const { choice } = passage;
    const side = sides[choice.side];
    if (choice.isBound || side.name === 'legacy') return { side, incoming: await send(side, passage) };
    try {
      const incoming = await side.circuit.run({
        work: () => send(side, passage),
        judge: (settled) => ('error' in settled || isBad(settled.result.statusCode) ? 'bad' : 'good'),
      });
      return { side, incoming };
    } catch (error) {
      if (error instanceof CircuitOpen) return turned(passage, 'circuit_open');
      if (error instanceof SideFailure && error.reason === 'refused') return turned(passage, 'unreachable');
      throw error;
    }
  };
  return async (passage: Passage): Promise<Answered> => {
    const answered = await first(passage);
    if (!isUnknownOldBooking(passage, answered)) return answered;
    await answered.incoming.body.dump();
    return turned(passage, 'unknown_booking');
  };
};

/** Handles the requests of one route. */
export const createHandler = (deps: Deps) => {
  const { clock, observe, sides, flags, copier, publicBaseUrl } = deps;
  const sending = createSending(deps);

  const count = (passage: Passage, side: Side, seen: { status: number; startMs: number }): void => {
    const ms = clock.monotonicMs() - seen.startMs;
    const { endpoint, client } = passage.asked;
    observe.tallies.answered({ endpoint, client }, side.name, { ms, isError: seen.status >= 500 });
    observe.metrics.record('router.request.duration', ms, {
      endpoint,
      side: side.name,
      status_code: seen.status,
    });
  };

  /** A booking is run dry beside the old system; undefined for everything else. */
  const runDry = ({ choice, asked, request }: Passage) => {
    const { endpoint, client, token } = asked;
    if (!choice.isCopied || endpoint !== 'create_booking' || !Buffer.isBuffer(request.body)) return undefined;
    return copier.runDry({ endpoint, client, token, body: request.body });
  };

  const copyLater = (passage: Passage, { side, incoming }: Answered, reply: FastifyReply): void => {
    const { choice, facts, asked, request } = passage;
    if (!choice.isCopied || side.name !== 'legacy' || !facts.isCopyable) return;
    const captured = capture(incoming, deps.copyBytesMax);
    const { endpoint, client } = asked;
    const headers = requestHeaders(request, sides.gateway);
    const path = request.originalUrl;
    reply.raw.once('close', () => copier.copy({ endpoint, client, path, headers, captured }));
  };

  const stream = ({ incoming }: Answered, reply: FastifyReply): void => {
    const { raw } = reply.hijack();
    raw.writeHead(incoming.statusCode, answerHeaders(incoming.headers, deps.isLeaving()));
    incoming.body.once('error', () => raw.destroy());
    raw.once('close', () => incoming.body.destroy());
    incoming.body.pipe(raw);
  };

  const refuse = (passage: Passage, error: SideFailure, reply: FastifyReply) => {
    const side = sides[passage.choice.side];
    observe.metrics.count('router.request.failed', { side: side.name, reason: error.reason });
    observe.log('warn', 'A side did not answer', {
      endpoint: passage.asked.endpoint,
      client_id: passage.asked.client,
      side: side.name,
      reason: error.reason,
    });
    const { status, headers, text } = toProblemAnswer(passage.request, refusalOf(error), {
      publicBaseUrl,
      isBookingWrite: passage.facts.isBookingWrite,
    });
    return reply.code(status).headers(headers).send(text);
  };

  const pass = async (passage: Passage, reply: FastifyReply): Promise<unknown> => {
    const startMs = clock.monotonicMs();
    const compareDry = runDry(passage);
    try {
      const answered = await sending(passage);
      const counted = () => count(passage, answered.side, { status: answered.incoming.statusCode, startMs });
      if (reply.raw.closed) {
        // The partner has left; nobody reads this.
        counted();
        compareDry?.(unheard);
        answered.incoming.body.destroy();
        return reply.hijack();
      }
      copyLater(passage, answered, reply);
      if (compareDry !== undefined) {
        const captured = capture(answered.incoming, deps.copyBytesMax);
        reply.raw.once('close', () => compareDry(captured));
      }
      reply.raw.once('close', counted);
      stream(answered, reply);
      return reply;
    } catch (error) {
      compareDry?.(unheard);
      if (!(error instanceof SideFailure)) throw error;
      count(passage, sides[passage.choice.side], { status: 503, startMs });
      return refuse(passage, error, reply);
    }
  };

  return {
    /** A route of the contract. */
    routed: (facts: RouteFacts) => (request: FastifyRequest, reply: FastifyReply) => {
      const asked = readAsked(request, facts);
      return pass({ request, facts, asked, choice: chooseSide(flags.current(), asked) }, reply);
    },
    /** Anything else, to a side that is known before. */
    to:
      (facts: RouteFacts, sideOf: (request: FastifyRequest) => Choice['side']) =>
      (request: FastifyRequest, reply: FastifyReply) =>
        pass(
          { request, facts, asked: readAsked(request, facts), choice: chosenBefore(sideOf(request)) },
          reply,
        ),
  };
};
