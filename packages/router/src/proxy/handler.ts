/** A partner's request, sent to the side that is chosen for it, and its answer streamed back. */
import { Writable } from 'node:stream';
import { CircuitOpen, type Judgement, type Settled } from '@partner-gateway/load-control';
import { type Asked, type Choice, chooseSide } from '@partner-gateway/rollout';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Captured, capture } from '../copies/capture.ts';
import { type Head, type Outgoing, SideFailure } from '../sides/exchange.ts';
import type { Side } from '../sides/side.ts';
import { type RouteFacts, readAsked } from './asked.ts';
import type { Deps } from './deps.ts';
import { answerHeaders, requestHeaders } from './headers.ts';
import { refusalOf, toProblemAnswer } from './problem.ts';

/** What becomes of an answer: where it goes by its head, and whose it is. */
type Receiver = (side: Side, head: Head) => Writable;

/** An answer that is over, and whose it was. */
type Answered = { readonly side: Side; readonly head: Head };

/** A request on its way. */
type Passage = {
  readonly request: FastifyRequest;
  readonly facts: RouteFacts;
  readonly asked: Asked;
  readonly choice: Choice;
};

/** A partner that did not wait for its answer; nobody gets it. */
const leftStatus = 499;

/** Takes an old answer for a comparison. */
type Compare = (captured: Captured) => void;

/** An answer that never came. */
const unheard: Captured = () => undefined;

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
const isUnknownOldBooking = ({ choice, asked }: Passage, { side, head }: Answered): boolean =>
  head.statusCode === 404 &&
  side.name === 'gateway' &&
  choice.because === 'rule' &&
  asked.bookingId !== undefined;

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

const verdictOf = (settled: Settled<Answered>): Judgement => {
  if ('error' in settled)
    return settled.error instanceof SideFailure && settled.error.reason === 'left' ? 'nothing' : 'bad';
  return isBad(settled.result.head.statusCode) ? 'bad' : 'good';
};

/** Makes the handler's sending: the chosen side first, and the old system where that is safe and the gateway is not well. */
const createSending = ({ sides, exchange, observe }: Deps) => {
  const send = async (side: Side, passage: Passage, receiver: Receiver): Promise<Answered> => ({
    side,
    head: await exchange.send(side, outgoingTo(side, passage), (head) =>
      isUnknownOldBooking(passage, { side, head }) ? nowhere() : receiver(side, head),
    ),
  });
  const turned = (passage: Passage, receiver: Receiver, reason: string): Promise<Answered> => {
    observe.metrics.count('router.request.turned', { from: 'gateway', reason });
    return send(sides.legacy, passage, receiver);
  };
  const first = async (passage: Passage, receiver: Receiver): Promise<Answered> => {
    const { choice } = passage;
    const side = sides[choice.side];
    if (choice.isBound || side.name === 'legacy') return send(side, passage, receiver);
    try {
      return await sides.circuit.run({
        work: () => send(side, passage, receiver),
        judge: verdictOf,
      });
    } catch (error) {
      if (error instanceof CircuitOpen) return turned(passage, receiver, 'circuit_open');
      if (error instanceof SideFailure && error.reason === 'refused')
        return turned(passage, receiver, 'unreachable');
      throw error;
    }
  };
  return async (passage: Passage, receiver: Receiver): Promise<Answered> => {
    const answered = await first(passage, receiver);
    return isUnknownOldBooking(passage, answered) ? turned(passage, receiver, 'unknown_booking') : answered;
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

  /** What has to be kept of an old answer, and what is done with it; undefined for nothing. */
  const comparing = (passage: Passage, side: Side, compareDry: Compare | undefined): Compare | undefined => {
    const { choice, facts, asked, request } = passage;
    if (compareDry !== undefined) return compareDry;
    if (!choice.isCopied || side.name !== 'legacy' || !facts.isCopyable) return undefined;
    const { endpoint, client } = asked;
    const headers = requestHeaders(request, sides.gateway);
    const path = request.originalUrl;
    return (captured) => copier.copy({ endpoint, client, path, headers, captured });
  };

  const receiving =
    (passage: Passage, reply: FastifyReply, compareDry: Compare | undefined): Receiver =>
    (side, head) => {
      const { raw } = reply.hijack();
      if (raw.destroyed) return nowhere();
      raw.writeHead(head.statusCode, answerHeaders(head.headers, deps.isLeaving()));
      const compare = comparing(passage, side, compareDry);
      if (compare === undefined) return raw;
      const { sink, captured } = capture(head, raw, deps.copyBytesMax);
      raw.once('close', () => compare(captured));
      return sink;
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
      const { side, head } = await sending(passage, receiving(passage, reply, compareDry));
      count(passage, side, { status: head.statusCode, startMs });
      return reply;
    } catch (error) {
      if (!(error instanceof SideFailure)) throw error;
      const side = sides[passage.choice.side];
      if (error.reason === 'left') {
        count(passage, side, { status: leftStatus, startMs });
        return reply;
      }
      count(passage, side, { status: 503, startMs });
      if (!reply.sent) {
        compareDry?.(unheard);
        return refuse(passage, error, reply);
      }
      // The answer broke off, or the partner has left; only a broken connection says so.
      reply.raw.destroy();
      return reply;
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
