/** Which headers go through: all but those of one connection, with who asked added. */
import type { FastifyRequest } from 'fastify';
import type { Head } from '../sides/exchange.ts';
import type { Side } from '../sides/side.ts';

/** Headers that are about one connection; Node and undici make their own. */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What we say ourselves. */
const replaced: ReadonlySet<string> = new Set([
  'host',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
]);

const namedBy = (connection: string | undefined): ReadonlySet<string> =>
  new Set((connection ?? '').toLowerCase().split(/[ ,]+/));

const hasNoBody = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** The headers of a request for a side, as names and values in turn; each as often as it came. */
export const requestHeaders = (
  { raw, socket, headers, method }: FastifyRequest,
  { host }: Pick<Side, 'host'>,
): string[] => {
  const own = namedBy(headers.connection);
  const passed: string[] = [];
  const { rawHeaders } = raw;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const lower = name.toLowerCase();
    if (ofConnection.has(lower) || replaced.has(lower) || own.has(lower)) continue;
    if (hasNoBody(method) && lower === 'content-length') continue;
    passed.push(name, rawHeaders[at + 1] ?? '');
  }
  const before = headers['x-forwarded-for'];
  const address = socket.remoteAddress ?? '';
  passed.push('host', host);
  passed.push('x-forwarded-for', before === undefined ? address : `${String(before)}, ${address}`);
  passed.push('x-forwarded-proto', String(headers['x-forwarded-proto'] ?? 'http'));
  passed.push('x-forwarded-host', String(headers['x-forwarded-host'] ?? headers.host ?? ''));
  return passed;
};

/** The headers of an answer for the partner. */
export const answerHeaders = (
  headers: Head['headers'],
  isLeaving: boolean,
): Record<string, string | string[]> => {
  const passed: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !ofConnection.has(name)) passed[name] = value;
  }
  if (isLeaving) passed.connection = 'close';
  return passed;
};
