/** Answers a request: gates, scenarios, the flow, and a problem for whatever is refused on the way. */
import { randomUUID } from 'node:crypto';
import { once, type Performed } from '../booking/once.ts';
import { tellChanges } from '../events/tell-changes.ts';
import { Refusal } from '../refusal.ts';
import { after, before } from '../scenarios/stage.ts';
import type { State } from '../state.ts';
import { readBody } from './body.ts';
import type { Call } from './call.ts';
import { type Found, findOperation, looksLikeWrite } from './find-operation.ts';
import { flows } from './flows.ts';
import { count, demandKey, demandSize, demandVersion, isCounted, isTooLarge } from './gates.ts';
import { operationOf } from './operations.ts';
import { type Asked, type Reply, toProblem } from './reply.ts';
import { ignoredMembers } from './unknown-members.ts';

/** A request as a door has read it. */
export type Incoming = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly text: string;
};

/** What the supplier was asked before it was refused: the answer is kept for the idempotency key. */
const supplierRefusals = ['trip_unavailable', 'price_changed', 'seat_locked', 'confirm_failed'];

const perform = async (state: State, call: Call, asked: Asked): Promise<Performed> => {
  const page = await before(state, call);
  if (page !== undefined) return { reply: page, isKept: false };
  try {
    return { reply: await flows[call.operation](state, call), isKept: true };
  } catch (error) {
    if (!(error instanceof Refusal) || !supplierRefusals.includes(error.code)) throw error;
    return { reply: toProblem(error, asked), isKept: true };
  }
};

const carryOut = async (state: State, call: Call, asked: Asked): Promise<Reply> => {
  const run = () => perform(state, call, asked);
  const { isWrite } = operationOf(call.operation);
  const reply = isWrite === true ? await once(state, call, run) : (await run()).reply;
  return after(state, call, reply);
};

type Admitted = Omit<Call, 'correlationId' | 'staged'>;

const admit = (found: Found, { headers, text }: Incoming): Admitted => {
  const body = readBody(text, headers.get('content-type'));
  return { operation: found.name, params: found.params, query: found.query, headers, body };
};

const answerFound = async (
  state: State,
  { found, incoming, asked }: { readonly found: Found; readonly incoming: Incoming; readonly asked: Asked },
): Promise<Reply> => {
  demandKey(state, found, incoming.headers);
  demandVersion(incoming.headers);
  const limits = count(state, found);
  const withLimits = (reply: Reply, ignored: readonly string[] = []): Reply => {
    const named = [...ignored, reply.headers?.['x-ignored'] ?? ''].filter((name) => name !== '');
    const headers = {
      ...limits,
      ...reply.headers,
      ...(named.length > 0 && { 'x-ignored': named.join(', ') }),
    };
    return { ...reply, headers };
  };
  try {
    const admitted = admit(found, incoming);
    const ignored = ignoredMembers({ ...admitted, ...asked, staged: undefined });
    const staged = state.scenarios.pick(found.name);
    return withLimits(await carryOut(state, { ...admitted, ...asked, staged }, asked), ignored);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const problem = toProblem(error, asked);
    return isCounted(error.code) ? withLimits(problem) : problem;
  }
};

const correlationPattern = /^[A-Za-z0-9\-=_.:]{1,100}$/;

/** Of headers that are too large to be read nothing is taken over. */
const correlationIdOf = (headers: Headers): string => {
  const given = isTooLarge(headers) ? '' : (headers.get('x-correlation-id') ?? '');
  return correlationPattern.test(given) ? given : randomUUID();
};

const echoed = (headers: Headers): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['x-api-experiment', 'x-request-id'].flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value] as const];
    }),
  );

const answerAny = async (state: State, incoming: Incoming, base: Omit<Asked, 'isWrite'>): Promise<Reply> => {
  const { method, url, headers } = incoming;
  let isWrite = looksLikeWrite(method, url);
  try {
    demandSize(headers);
    const found = findOperation(method, url, state.identity.clientId);
    isWrite = operationOf(found.name).isWrite === true;
    return await answerFound(state, { found, incoming, asked: { ...base, isWrite } });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return toProblem(error, { ...base, isWrite });
  }
};

/** Answers whatever comes; it never rejects for what a caller sent. */
export const answer = async (state: State, incoming: Incoming): Promise<Reply> => {
  const { headers } = incoming;
  const correlationId = correlationIdOf(headers);
  const common = { 'x-correlation-id': correlationId, 'cache-control': 'no-store', ...echoed(headers) };
  tellChanges(state);
  try {
    const reply = await answerAny(state, incoming, { baseUrl: state.identity.baseUrl, correlationId });
    return { ...reply, headers: { ...common, ...reply.headers } };
  } finally {
    tellChanges(state);
  }
};
