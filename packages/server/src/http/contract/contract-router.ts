/** Serves a ts-rest contract on Fastify: requests are parsed by its schemas, answers checked and stripped by them. */
import { hash } from 'node:crypto';
import { isRouteMetadata, namesTag, type RouteMetadata } from '@partner-gateway/contract';
import { acceptedEncoding, type Encoding, encodeOnce, encodings } from '@partner-gateway/search-cache';
import type { AppRoute, ServerInferRequest, ServerInferResponses } from '@ts-rest/core';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { z } from 'zod';
import {
  type Answer,
  type BytesAnswer,
  type CheckedAnswer,
  isTextAnswer,
  type Printed,
  type TextAnswer,
} from '../../answer.ts';
import { type RequestState, requestState } from '../request-state.ts';
import { type AnswerCheck, createAnswerCheck } from './answer-check.ts';
import { knownNamesOf, noteUnknown, type Parts, parseRequest } from './request-parts.ts';

/** The answers a route declares: each of its statuses with each of its bodies; the pairing is checked when it is sent. */
type TypedAnswer<Route extends AppRoute> = CheckedAnswer<
  ServerInferResponses<Route>['status'],
  ServerInferResponses<Route>['body']
>;

/** Answers one route. */
export type RouteHandler<Route extends AppRoute> = (
  input: ServerInferRequest<Route> & {
    readonly request: FastifyRequest;
    readonly mismatch?: Error | undefined;
  },
) => Promise<TypedAnswer<Route> | TextAnswer | BytesAnswer<ServerInferResponses<Route>['status']>>;

/** A handler for every route of a contract. */
export type RouteHandlers<Contract extends Record<string, AppRoute>> = {
  readonly [Name in keyof Contract]: RouteHandler<Contract[Name]>;
};

type AnyHandler = (input: Parts & { readonly request: FastifyRequest }) => Promise<Answer>;

/** An answer of ours that does not fit our own contract: a fault of the gateway, never sent. */
class AnswerMismatch extends Error {
  override readonly name = 'AnswerMismatch';

  constructor(endpoint: string, status: number, paths: readonly string[]) {
    super(`${endpoint} ${status} does not fit the contract at ${paths.slice(0, 5).join(', ')}`);
  }
}

const isSchema = (value: unknown): value is z.ZodType => value instanceof z.ZodType;

type Checks = ReadonlyMap<number, AnswerCheck>;

/** Schemas that several statuses or routes share are compiled once. */
const checksBySchema = new WeakMap<z.ZodType, AnswerCheck>();

const checkOf = (schema: z.ZodType): AnswerCheck => {
  const check = checksBySchema.get(schema) ?? createAnswerCheck(schema);
  checksBySchema.set(schema, check);
  return check;
};

/** One check for each status with a body. */
const createChecks = ({ responses }: AppRoute): Checks =>
  new Map(
    Object.entries(responses).flatMap(([status, schema]) =>
      isSchema(schema) ? [[Number(status), checkOf(schema)] as const] : [],
    ),
  );

const checkAnswer = (endpoint: string, checks: Checks, { status, body }: CheckedAnswer): unknown => {
  const checked = checks.get(status)?.(body);
  if (checked === undefined) return undefined;
  if ('mismatches' in checked) throw new AnswerMismatch(endpoint, status, checked.mismatches);
  return checked.body;
};

/** From here on a body is sent as bytes: to send a text Node sets aside three bytes a letter, which costs more than a copy. */
const bytesFromLength = 32_768;

const print = (body: unknown): string | Buffer => {
  const text = JSON.stringify(body);
  return text.length < bytesFromLength ? text : Buffer.from(text);
};

const json = 'application/json; charset=utf-8';

/** What is sent again has a tag, made once; for other answers it would cost 0.15 ms of 200 kB. */
const printTagged = (body: unknown): Printed => {
  const bytes = Buffer.from(JSON.stringify(body));
  return { bytes, tag: `"${hash('sha256', bytes, 'base64url')}"` };
};

/** Below it a coding saves nothing worth naming. */
const encodedFromBytes = 1_024;

/** Each coding of an answer is another representation, with a tag of its own. */
const tagIn = (tag: string, encoding: Encoding): string => `${tag.slice(0, -1)}-${encoding}"`;

/** The coding to send in: what is sent for the first time is compressed only for who takes nothing else. */
const encodingFor = (
  { request: { headers } }: FastifyReply,
  { bytes }: Printed,
  isFirst: boolean,
): Encoding | undefined => {
  const { encoding, isNeeded } = acceptedEncoding(headers['accept-encoding']?.toString());
  return (isFirst || bytes.byteLength < encodedFromBytes) && !isNeeded ? undefined : encoding;
};

/** Whoever keeps it has to ask each time whether it is still the answer, and is told so without it. */
const sendTagged = async (reply: FastifyReply, printed: Printed, isFirst: boolean): Promise<FastifyReply> => {
  const { bytes, tag } = printed;
  reply.headers({ 'cache-control': 'private, no-cache', vary: 'accept-encoding' });
  const tags = [tag, ...encodings.map((encoding) => tagIn(tag, encoding))];
  const has = tags.find((one) => namesTag(reply.request.headers['if-none-match'], one));
  if (has !== undefined) return reply.header('etag', has).status(304).send();
  const encoding = encodingFor(reply, printed, isFirst);
  if (encoding === undefined) return reply.header('etag', tag).type(json).send(bytes);
  const encoded = await encodeOnce(bytes, encoding);
  reply.headers({ etag: tagIn(tag, encoding), 'content-encoding': encoding });
  return reply.type(json).send(encoded);
};

/** The code of a refusal that was stored: it is answered, not thrown, so the error handler does not see it. */
const codeOf = ({ status, text }: TextAnswer): string | undefined => {
  if (status < 400) return undefined;
  return z.object({ code: z.string() }).safeParse(JSON.parse(text)).data?.code;
};

type Sent = { readonly state: RequestState; readonly answer: Answer };

const sendAnswer = (
  reply: FastifyReply,
  checks: Checks,
  { state, answer }: Sent,
): FastifyReply | Promise<FastifyReply> => {
  reply.status(answer.status).headers(answer.headers ?? {});
  if (isTextAnswer(answer)) {
    state.errorCode = codeOf(answer);
    return reply.send(answer.text);
  }
  if ('bytes' in answer) return sendTagged(reply, answer, false);
  const body = state.spans.withinSync('transform_response', () => {
    const checked = checkAnswer(state.endpoint, checks, answer);
    if (checked === undefined) return undefined;
    const printed = answer.printed === undefined ? print(checked) : printTagged(checked);
    answer.letGo?.();
    return printed;
  });
  if (typeof body === 'object' && 'tag' in body) {
    answer.printed?.(body);
    return sendTagged(reply, body, true);
  }
  return body === undefined ? reply.send() : reply.type(json).send(body);
};

/** The body was read since the first hook, in a context of its own. */
const belowSpan = <Result>({ trace: { span } }: RequestState, work: () => Result): Result =>
  span === undefined ? work() : span.run(work);

/** Aliases that name no client cannot be rewritten to the canonical path before the key is known. */
const keyedPaths = ({ auth, aliases }: RouteMetadata): string[] =>
  auth === 'partner' ? aliases.filter((alias) => !alias.includes(':client_id')) : [];

type Served = { readonly name: string; readonly route: AppRoute; readonly handler: AnyHandler };

const addRoute = (app: FastifyInstance, { name, route, handler }: Served): void => {
  if (!isRouteMetadata(route.metadata)) throw new Error(`${name} has no route metadata`);
  const { metadata } = route;
  const { auth } = metadata;
  const checks = createChecks(route);
  const known = knownNamesOf(route, metadata);
  const shared: Omit<RouteOptions, 'url'> = {
    method: route.method,
    config: { metadata },
    // A HEAD does all the work of its GET, such as making a cart at 12go, and has nothing to show for it.
    exposeHeadRoute: metadata.cost === 'none',
    handler: async (request, reply) => {
      const state = requestState(request);
      return await belowSpan(state, async () => {
        const parts = state.spans.withinSync('transform_request', () =>
          parseRequest(route, request, { auth, misspelt: noteUnknown(request, known, metadata) }),
        );
        const answer = await handler({ ...parts, request });
        return sendAnswer(reply, checks, { state, answer });
      });
    },
  };
  for (const url of [route.path, ...keyedPaths(metadata)]) app.route({ ...shared, url });
};

/**
 * Serves every route of a contract.
 *
 * @throws Error at start for a route without metadata.
 */
export const serveContract = <Contract extends Record<string, AppRoute>>(
  app: FastifyInstance,
  contract: Contract,
  handlers: RouteHandlers<Contract>,
): void => {
  for (const [name, route] of Object.entries(contract)) {
    addRoute(app, { name, route, handler: handlers[name] as unknown as AnyHandler });
  }
};
