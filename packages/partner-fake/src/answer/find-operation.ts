/** Which operation a request asks for, and what stands in its path. */
import { canonicalUrl } from '@partner-gateway/contract';
import { Refusal } from '../refusal.ts';
import { type OperationName, operationNames, operationOf } from './operations.ts';

export type Found = {
  readonly name: OperationName;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
};

const segmentLengthMax = 2048;

const patterns = operationNames.map((name) => ({
  name,
  pattern: new RegExp(`^${operationOf(name).path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

const methodsOf = (name: OperationName): readonly string[] =>
  name === 'confirmBooking' ? ['POST', 'PUT'] : [operationOf(name).method];

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const writePaths = patterns.filter(({ name }) => operationOf(name).isWrite === true);

/** Whether a request that no operation takes may have been meant as a booking write. */
export const looksLikeWrite = (method: string, { pathname }: URL): boolean =>
  (method !== 'GET' && pathname.includes('/bookings')) ||
  writePaths.some(({ pattern }) => pattern.test(canonicalUrl(pathname)));

/** Throws `route_not_found`, `method_not_allowed` and `uri_too_long`. */
export const findOperation = (method: string, url: URL, clientId: string): Found => {
  const spelled = canonicalUrl(`${url.pathname}${url.search}`);
  // The key names the client there.
  const whole = spelled.startsWith('/incomplete_results/') ? `/v1/${clientId}${spelled}` : spelled;
  const { pathname, searchParams } = new URL(whole, 'http://fake');
  if (pathname.split('/').some((segment) => segment.length > segmentLengthMax)) {
    throw new Refusal('uri_too_long', { detail: 'A path segment exceeds 2048 characters.' });
  }
  const there = patterns.flatMap(({ name, pattern }) => {
    const match = pattern.exec(pathname);
    return match === null ? [] : [{ name, groups: match.groups ?? {} }];
  });
  const found = there.find(({ name }) => methodsOf(name).includes(method));
  if (found !== undefined) {
    const params = Object.entries(found.groups).map(([name, value]) => [name, decoded(value)] as const);
    return { name: found.name, params: Object.fromEntries(params), query: searchParams };
  }
  if (there.length === 0) throw new Refusal('route_not_found');
  const allow = there.flatMap(({ name }) => methodsOf(name)).join(', ');
  throw new Refusal('method_not_allowed', { headers: { allow } });
};
