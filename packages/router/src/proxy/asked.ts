/** What of a request decides who answers it. */
import { headerNames } from '@partner-gateway/contract';
import type { Asked } from '@partner-gateway/rollout';
import type { FastifyRequest } from 'fastify';

/** What a route says of itself. */
export type RouteFacts = {
  readonly endpoint: string;
  /** Whether its answers may be compared with those to a copy. */
  readonly isCopyable: boolean;
  /** Whether its body is read whole before it is sent on. */
  readonly isCollected: boolean;
  readonly isBookingWrite: boolean;
};

const correlationPattern = /^[A-Za-z0-9\-=]{1,100}$/;

const textMember = (body: unknown, names: readonly string[]): string | undefined => {
  if (typeof body !== 'object' || body === null) return undefined;
  const members = body as Readonly<Record<string, unknown>>;
  return names.map((name) => members[name]).find((value) => typeof value === 'string');
};

/** A body that is no JSON has no token; whoever gets it says what is wrong with it. */
const tokenIn = (body: unknown): string | undefined => {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  try {
    return textMember(JSON.parse(body.toString('utf8')), ['booking_token', 'bookingToken']);
  } catch {
    return undefined;
  }
};

/** One order of the parameters, so that the same question is the same. */
const sameQuestion = (url: string): string => {
  const [path = '', query = ''] = url.split('?');
  return `${path}?${query.split('&').toSorted().join('&')}`;
};

type Params = Partial<Record<'client_id' | 'itinerary_id' | 'booking_id' | 'incomplete_results_id', string>>;

/** Reads a request. Without a correlation id, requests for the same thing belong together. */
export const readAsked = (request: FastifyRequest, { endpoint, isCollected }: RouteFacts): Asked => {
  const {
    client_id: client = '(none)',
    itinerary_id: itineraryId,
    booking_id: bookingId,
    incomplete_results_id: resultId,
  } = request.params as Params;
  const correlation = request.headers[headerNames.correlationId];
  const token = isCollected ? tokenIn(request.body) : undefined;
  const isCorrelated = typeof correlation === 'string' && correlationPattern.test(correlation);
  return {
    endpoint,
    client,
    sticky: () =>
      isCorrelated ? correlation : (token ?? bookingId ?? itineraryId ?? sameQuestion(request.url)),
    itineraryId,
    bookingId,
    resultId,
    token,
  };
};
