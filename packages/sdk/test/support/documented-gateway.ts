/** A gateway that answers every operation with the example of the OpenAPI document. */
import { readFileSync } from 'node:fs';
import { type Received, type ScriptedServer, type Step, scriptedServer } from './scripted-server.ts';
import { json, problem } from './steps.ts';

type Response = {
  readonly content?: Readonly<
    Record<string, { readonly examples?: Readonly<Record<string, { readonly value?: unknown }>> }>
  >;
};
type Operation = { readonly responses: Readonly<Record<string, Response>> };

const { paths } = JSON.parse(
  readFileSync(new URL('../../../contract/openapi.json', import.meta.url), 'utf8'),
) as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

const examplesIn = ({ content = {} }: Response): unknown[] =>
  Object.values(content).flatMap(({ examples = {} }) => Object.values(examples).map(({ value }) => value));

const size = (value: unknown): number => JSON.stringify(value)?.length ?? 0;

/** The longest body that is no problem, under the first status of success. */
const answerOf = ({ responses }: Operation): readonly [status: number, body: unknown] => {
  const good = Object.entries(responses).filter(([status]) => Number(status) < 300);
  const [body] = good
    .flatMap(([, response]) => examplesIn(response))
    .toSorted((one, other) => size(other) - size(one));
  return [Number(good[0]?.[0] ?? 500), body];
};

const routes = Object.entries(paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({
    asked: new RegExp(`^${method.toUpperCase()} ${path.replace(/\{[^}]+\}/g, '[^/]+')}(?:\\?.*)?$`),
    answer: answerOf(operation),
  })),
);

/** What is the same whenever it is asked would have no end in the feed, and is nowhere to be fetched as a file. */
const special = ({ url, headers }: Received): Step | undefined => {
  if (url.includes('/events?') && url.includes('since=')) return json(200, { events: [], next: '2-0' });
  if (url === '/file.json') return json(200, []);
  return /\/(?:stations|operating_carriers|pois)(?:\?.*)?$/.test(url)
    ? json(200, `http://${headers.host}/file.json`)
    : undefined;
};

const documented = ({ method, url }: Received): Step => {
  const found = routes.find(({ asked }) => asked.test(`${method} ${url}`));
  if (found === undefined) return problem('route_not_found');
  const [status, body] = found.answer;
  return body === undefined ? (response) => response.writeHead(status).end() : json(status, body);
};

/** Starts it; it ends with the test. */
export const documentedGateway = (): Promise<ScriptedServer> =>
  scriptedServer((response, received) => (special(received) ?? documented(received))(response, received));
