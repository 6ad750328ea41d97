/** One call of a route of the contract, whose answer is held to the schema that the contract has for its status. */
import { currentApiVersion, partnerContract } from '../../packages/contract/src/index.ts';

/** @typedef {keyof typeof partnerContract} RouteName */
/**
 * @typedef {object} Target
 * @property {string} baseUrl
 * @property {string} clientId
 * @property {string} apiKey of a sandbox client
 */
/**
 * @typedef {object} Asked
 * @property {Record<string, string>} [params] of the path
 * @property {Record<string, string>} [query]
 * @property {object} [body]
 * @property {string} [key] idempotency key
 * @property {string} [location] in place of the path, the `Location` of an answer before
 */

const timeoutMs = 30_000;

/** @param {string} path @param {Record<string, string>} params */
const filled = (path, params) => path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name] ?? ''));

/** The schema behind an answer: plain, or that of a list which is handed on as bytes; undefined when it has no body. */
const schemaOf = (response) => {
  const schema = response?.body ?? response;
  if (typeof schema?.safeParse !== 'function') return undefined;
  return schema.meta()?.passThroughOf ?? schema;
};

/**
 * Asks, and checks the answer.
 *
 * @param {Target} target @param {RouteName} name @param {Asked} [asked]
 * @returns {Promise<{ status: number, body: any, location: string | null }>}
 * @throws {Error} with what the contract has against the answer
 */
export const ask = async (
  { baseUrl, clientId, apiKey },
  name,
  { params, query, body, key, location } = {},
) => {
  const { method, path, responses } = partnerContract[name];
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
  const url = new URL(location ?? `${filled(path, { ...params, client_id: clientId })}${search}`, baseUrl);
  const answer = await fetch(url, {
    method,
    headers: {
      'x-api-key': apiKey,
      'x-api-version': currentApiVersion,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await answer.text();
  const said = `${name}: ${answer.status} ${text.slice(0, 300)}`;
  if (answer.status >= 300) throw new Error(said);
  if (!(answer.status in responses)) throw new Error(`${said}\nthe contract has no such status`);
  const schema = schemaOf(responses[answer.status]);
  const parsed = text === '' ? undefined : JSON.parse(text);
  const checked = schema?.safeParse(parsed);
  if (checked?.success === false) throw new Error(`${said}\n${checked.error.message}`);
  return { status: answer.status, body: parsed, location: answer.headers.get('location') };
};
