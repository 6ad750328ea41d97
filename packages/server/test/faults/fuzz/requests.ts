/** Requests to every route of the partner contract, made from its own OpenAPI document: right, nearly right, and hostile. */
import { type PartnerContract, partnerContract, type RouteMetadata } from '@partner-gateway/contract';
import { createValues, type Schema, type Sources, type Values } from './json-values.ts';
import { damaged, soiled } from './mutations.ts';

type RouteName = keyof PartnerContract;
export type Route = {
  readonly name: string;
  readonly metadata: RouteMetadata;
  readonly responses: Readonly<Record<string, unknown>>;
};

export type FuzzRequest = {
  readonly route: Route;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | undefined;
  /** Its path may lead to no route, or to another one. */
  readonly isOffRoute: boolean;
};

type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
};
type Operation = {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
};
export type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** Whose key is sent where. */
export type Keys = ReadonlyMap<string, string>;

const mediaTypes = [
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
  'application/vnd.api+json',
  'text/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=utf-16',
  'nonsense',
];
const oddHeaders: Readonly<Record<string, readonly (string | readonly string[])[]>> = {
  'idempotency-key': ['', '""', 'two words', 'k'.repeat(256), 'k'.repeat(255), 'a,b', '\xe9', ['a', 'b']],
  'x-idempotency-key': ['other', '"quoted"'],
  'x-correlation-id': ['', 'a b', 'x'.repeat(101), 'fuzz-1', '<script>'],
  'travelier-version': ['2023-07-01', '1999-01-01', 'latest', ''],
  'x-travelier-version': ['2023-07-01', 'nonsense'],
  'x-api-key': ['', 'wrong', ['wrong', 'wronger']],
  'content-encoding': ['gzip', 'identity', 'br'],
  'accept-language': ['*', 'th;q=0'],
  'if-none-match': ['*', '"x"', 'W/"y"'],
  'x-forwarded-for': ['127.0.0.1', '::1, 10.0.0.1'],
  accept: ['text/html', 'application/xml', '*/*;q=0'],
  range: ['bytes=0-1'],
};
const pathEnds = ['/', '//', '/.', '%2f', ';a=b', '/%00', '%zz', '/extra'];

const encoded = (value: unknown): string =>
  encodeURIComponent((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed());

const queryOf = (parameters: readonly Parameter[], values: Values): string => {
  const pairs = parameters
    .filter(({ required }) => (required === true ? !values.chance(0.05) : values.chance(0.5)))
    .flatMap(({ name, schema }) => {
      const value = values.chance(0.08)
        ? values.pick(['', '-1', '%', 'NaN', 'x'.repeat(3_000)])
        : values.of(schema, name);
      const given = Array.isArray(value) ? value : [value];
      return given.map((one) => `${values.chance(0.03) ? `${name}[a][b]` : name}=${encoded(one)}`);
    });
  if (values.chance(0.1) && pairs[0] !== undefined) pairs.push(pairs[0]);
  if (values.chance(0.05)) pairs.push('__proto__[x]=1', 'unheard_of=1');
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
};

/** Makes the generator of a document; each call makes one more. */
export const createRequests = (document: OpenApi, sources: Omit<Sources, 'components'>, keys: Keys) => {
  const values = createValues({ ...sources, components: document.components.schemas });
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

  const bodyOf = ({ requestBody }: Operation): string | undefined => {
    const schema = requestBody?.content['application/json']?.schema;
    if (schema === undefined) return values.chance(0.1) ? '{"unheard_of":1}' : undefined;
    let body = values.of(schema, '');
    for (let times = 0; times < 3 && values.chance(0.4); times += 1) body = damaged(body, values);
    const text = JSON.stringify(body) ?? '';
    return values.chance(0.08) ? soiled(text, values) : text;
  };

  return (): FuzzRequest => {
    const { path, method, operation } = values.pick(operations);
    const contracted = partnerContract[operation.operationId as RouteName];
    const route: Route = { ...contracted, name: operation.operationId } as unknown as Route;
    const parameters = operation.parameters ?? [];
    const { aliases } = route.metadata;
    const template =
      aliases.length > 0 && values.chance(0.15) ? values.pick(aliases).replace('/*', '/x') : path;
    let isOffRoute = false;
    let clientId = 'demo';
    const filled = template.replaceAll(/\{(\w+)\}|:(\w+)/g, (_whole, braced?: string, colon?: string) => {
      const name = braced ?? colon ?? '';
      const schema = parameters.find((one) => one.name === name)?.schema ?? { type: 'string' };
      const odd = values.chance(0.08);
      const value = odd
        ? values.pick(['', '.', '..', '%', 'x'.repeat(2_100), 'a/b', '__proto__'])
        : values.of(schema, name);
      // Dots and nothing make other paths.
      isOffRoute ||= odd || /^\.{0,2}$/.test(String(value)) || String(value).includes('/');
      if (name === 'client_id') clientId = String(value);
      return encoded(value);
    });
    const end = values.chance(0.03) ? values.pick(pathEnds) : '';
    const query = queryOf(
      parameters.filter((one) => one.in === 'query'),
      values,
    );
    const body = bodyOf(operation);
    const key = keys.get(clientId) ?? keys.get('demo') ?? '';
    const headers: Record<string, string | readonly string[]> = {
      'x-api-key': key,
      ...(body !== undefined && {
        'content-type': values.chance(0.06) ? values.pick(mediaTypes) : 'application/json',
      }),
      ...(route.metadata.idempotent &&
        values.chance(0.6) && { 'idempotency-key': `fuzz-${Math.floor(sources.random() * 1e9)}` }),
    };
    for (const [name, odd] of Object.entries(oddHeaders))
      if (values.chance(0.02)) headers[name] = values.pick(odd);
    return {
      route,
      method,
      path: `${filled}${end}${query}`,
      headers,
      body,
      isOffRoute: isOffRoute || end !== '',
    };
  };
};
