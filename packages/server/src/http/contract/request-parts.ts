/** The parts of a request as its route's schemas read them, and what was sent beside them. */
import {
  currencyCodeSchema,
  type FieldError,
  localeSchema,
  type RouteMetadata,
} from '@partner-gateway/contract';
import type { AppRoute } from '@ts-rest/core';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { assertCurrency } from '../../partners/price-book.ts';
import { noteIgnored, requestState } from '../request-state.ts';
import { assertNoTypo, type KnownNames, misspeltOf, plain, unknownNames } from './unknown-members.ts';
import { RequestMismatch } from './validation.ts';

export type Parts = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers: unknown;
  /** What is wrong with a body that 12go is said to have sent. */
  readonly mismatch?: RequestMismatch | undefined;
};

const isSchema = (value: unknown): value is z.ZodType => value instanceof z.ZodType;

const parsePart = (schema: unknown, value: unknown, issues: z.core.$ZodIssue[]): unknown => {
  if (!isSchema(schema)) return value;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  issues.push(...parsed.error.issues);
  return undefined;
};

/** What the schema of an object knows, whatever is wrapped around it. */
const membersOf = (schema: unknown): string[] => {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodOptional) return membersOf(schema.unwrap());
  return schema instanceof z.ZodPipe ? membersOf(schema.out) : [];
};

/** Query parameters that every partner route takes (contract §2). */
const commonQuery = ['currency', 'locale'];

export const knownNamesOf = (route: AppRoute, { auth, synonyms }: RouteMetadata): KnownNames => ({
  body: [...membersOf('body' in route ? route.body : undefined), ...synonyms],
  query: [...membersOf(route.query), ...(auth === 'partner' ? commonQuery : [])],
});

/**
 * Judges what the route does not know, and notes what is ignored.
 *
 * @returns the parameters that are a known one misspelt, which explain what is found missing.
 * @throws GatewayError `invalid_request` where it may not be.
 */
export const noteUnknown = (
  request: FastifyRequest,
  known: KnownNames,
  metadata: RouteMetadata,
): FieldError[] => {
  if (metadata.auth === 'ops')
    assertNoTypo(unknownNames(request, known), known, { metadata, isStrict: false });
  if (metadata.auth !== 'partner') return [];
  const state = requestState(request);
  if (request.body === null && metadata.unknownMembers === 'refused')
    throw new GatewayError('invalid_request', {
      detail: 'The body is null; send nothing, {} or an object. Nothing was sent to the supplier.',
      fields: [{ field: '', message: 'must be an object or nothing' }],
    });
  const unknown = unknownNames(request, known);
  assertNoTypo(unknown, known, { metadata, isStrict: state.partner?.settings.strict_requests ?? false });
  noteIgnored(request, [
    ...unknown.body.map((name) => `body.${plain(name)}`),
    ...unknown.query.map((name) => `query.${plain(name)}`),
  ]);
  return misspeltOf(unknown.query, known.query);
};

/** `null` is absent, in every member of every object. */
const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** An empty currency or locale is none. */
const givenQuery = ({ query }: FastifyRequest): unknown => {
  if (!isRecord(query)) return query;
  const given = Object.entries(query).filter(([name, value]) => !commonQuery.includes(name) || value !== '');
  return Object.fromEntries(given);
};

/** What every route checks (contract §2), whatever else it takes. */
const commonQuerySchema = z.object({
  currency: currencyCodeSchema.optional(),
  locale: localeSchema.optional(),
});

const parseCommonQuery = (query: unknown, issues: z.core.$ZodIssue[]): string | undefined => {
  const parsed = commonQuerySchema.safeParse(query);
  if (parsed.success) return parsed.data.currency;
  const isNew = ({ path: [name] }: z.core.$ZodIssue): boolean => !issues.some(({ path }) => path[0] === name);
  issues.push(...parsed.error.issues.filter(isNew));
  return undefined;
};

type Query = { readonly query: unknown; readonly currency: string | undefined };

/** What was read of a query that is handed in again as the same object, by the route that read it; mistakes are found anew. */
const readQueries = new WeakMap<object, Map<AppRoute, Query>>();

const parseQuery = (
  route: AppRoute,
  { request, isPartner }: { readonly request: FastifyRequest; readonly isPartner: boolean },
  issues: z.core.$ZodIssue[],
): Query => {
  const text = isRecord(request.query) ? request.query : {};
  const byRoute = readQueries.get(text) ?? new Map<AppRoute, Query>();
  const known = byRoute.get(route);
  if (known !== undefined) return known;
  const own: z.core.$ZodIssue[] = [];
  const given = isPartner ? givenQuery(request) : request.query;
  const query = parsePart(route.query, given, own);
  const read = { query, currency: isPartner ? parseCommonQuery(given, own) : undefined };
  issues.push(...own);
  if (own.length === 0) readQueries.set(text, byRoute.set(route, read));
  return read;
};

type Judging = {
  readonly auth: RouteMetadata['auth'];
  /** Told beside what is missing. */
  readonly misspelt: readonly FieldError[];
};

/** Reads all parts before refusing, so that every mistake is reported at once. */
export const parseRequest = (
  route: AppRoute,
  request: FastifyRequest,
  { auth, misspelt }: Judging,
): Parts => {
  const elsewhere: z.core.$ZodIssue[] = [];
  const inBody: z.core.$ZodIssue[] = [];
  const isPartner = auth === 'partner';
  const isSupplier = auth === 'supplier';
  const params = parsePart(route.pathParams, request.params, elsewhere);
  const { query, currency } = parseQuery(route, { request, isPartner }, elsewhere);
  const parts = {
    params,
    query,
    headers: parsePart(route.headers, request.headers, elsewhere),
    body: parsePart(
      'body' in route ? route.body : undefined,
      isPartner ? withoutNulls(request.body) : request.body,
      inBody,
    ),
  };
  const wrong = elsewhere.length + (isSupplier ? 0 : inBody.length);
  if (wrong > 0) throw new RequestMismatch({ elsewhere, inBody, misspelt });
  assertCurrency(currency);
  // What 12go sends is judged by who knows whether 12go sent it.
  const mismatch = inBody.length > 0 ? new RequestMismatch({ elsewhere, inBody, misspelt }) : undefined;
  return isSupplier ? { ...parts, body: request.body, mismatch } : parts;
};
