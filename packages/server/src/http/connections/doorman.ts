/** Searches turned away before anything of them is read, when there are too many or the loop is late. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createFairShare } from '@partner-gateway/load-control';
import type { Deps } from '../../deps.ts';
import { toProblem } from '../../translate/problem.ts';
import { answerHeaders, readTrace } from '../request-context.ts';

/** Not all at once again. */
const shedRetrySecondsMax = 3;

/** Seconds after which one who was turned away for load may come again. */
export const shedRetrySeconds = (): number => 1 + Math.floor(Math.random() * shedRetrySecondsMax);

/** A search, as nearly all partners spell it, and the client it names; other spellings are turned away later, at more cost. */
const searchPath = /^\/(?:v1\/)?([A-Za-z0-9_-]{1,64})\/itineraries\?/;

/** So many searches are under way for each of their connections to 12go: one that has it, and two that wait. */
const searchesPerConnection = 3;
const tellEveryMs = 1_000;

/** Looks at a request before anything else does. True when it was turned away. */
export type Doorman = (request: IncomingMessage, response: ServerResponse) => boolean;

type Slice = Pick<Deps, 'admission' | 'clock' | 'observe' | 'service' | 'upstream'>;

/** Tells of what was turned away once a second, since a line for each would cost as much as answering some of them. */
const createShedTally = ({ observe: { log, metrics }, clock }: Slice) => {
  let untold = 0;
  let toldAtMs = 0;
  return () => {
    metrics.count('gateway.load.shed', { endpoint: 'search' });
    untold += 1;
    if (clock.nowMs() - toldAtMs < tellEveryMs) return;
    log('warn', 'Searches were turned away', { endpoint: 'search', error_code: 'overloaded', count: untold });
    toldAtMs = clock.nowMs();
    untold = 0;
  };
};

/**
 * Turns searches away when there are too many to be answered or the loop is late, for much less than a refusal costs later. Clients
 * share what there is room for, so that the many searches of one are not the end of another's.
 */
export const createDoorman = (deps: Slice): Doorman => {
  const { admission, service, upstream } = deps;
  const share = createFairShare(() => searchesPerConnection * upstream.callLimits.connections('search'));
  const count = createShedTally(deps);
  return (request, response) => {
    const clientId = request.method === 'GET' ? searchPath.exec(request.url ?? '')?.[1] : undefined;
    if (clientId === undefined || service.isLeaving()) return false;
    const leave = admission.load.current() === 'calm' ? share.enter(clientId) : undefined;
    if (leave !== undefined) {
      response.once('close', leave);
      return false;
    }
    count();
    const trace = readTrace(request.headers, { nowMs: deps.clock.nowMs(), cost: 'search' });
    const { status, headers, body } = toProblem(
      'overloaded',
      { retryAfterSeconds: shedRetrySeconds() },
      {
        publicBaseUrl: service.publicBaseUrl(),
        correlationId: trace.correlationId,
        isBookingWrite: false,
      },
    );
    const text = JSON.stringify(body);
    response.writeHead(status, {
      ...headers,
      ...answerHeaders(trace),
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
    return true;
  };
};
