/** Judges answers by the schemas of the contract. */
import { canonicalUrl, partnerContract, problemSchema } from '@partner-gateway/contract';
import type { z } from 'zod';
import type { Answer } from './answer.ts';

type Route = {
  readonly method: string;
  readonly path: string;
  readonly responses: Readonly<Record<number, unknown>>;
};

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'responses' in value;

const routesIn = (tree: unknown): readonly Route[] => {
  if (isRoute(tree)) return [tree];
  return typeof tree === 'object' && tree !== null ? Object.values(tree).flatMap(routesIn) : [];
};

/** Every route of the partner API. */
const contractRoutes = routesIn(partnerContract);

const isSchema = (value: unknown): value is z.ZodType =>
  typeof value === 'object' && value !== null && 'safeParse' in value;

/** The route of the partner API that a request went to. */
export const routeOf = (what: string): Route | undefined => {
  const [method, path = ''] = what.split(' ');
  const whole = canonicalUrl(path.startsWith('//') ? path.slice(1) : `/v1/demo${path}`).split('?')[0] ?? '';
  const fits = (route: Route): boolean => new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`).test(whole);
  return contractRoutes.find((route) => route.method === method && fits(route));
};

/** What of an answer is not as the contract has it. */
export const shapeFaults = (what: string, { status, body }: Answer): readonly string[] => {
  const declared = routeOf(what)?.responses[status];
  const schema = declared ?? (status >= 400 ? problemSchema : undefined);
  if (!isSchema(schema)) return [];
  const { success, error } = schema.safeParse(body);
  return success ? [] : error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
};
