/** Client ids, reserved path segments, and the rewriting of versioned, unversioned and alias paths to the canonical ones. */

/** Shape of a client id. */
export const clientIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** First path segments that belong to the gateway; a client id that equals one cannot be issued. */
export const reservedClientIds = [
  'v1',
  'health',
  'ready',
  'metrics',
  'notifications',
  'docs',
  'openapi.json',
  'openapi-3.0.json',
  'llms.txt',
  'problems',
  'incomplete_results',
] as const;

/** Whether a client id may be issued. */
export const isIssuableClientId = (clientId: string): boolean =>
  clientIdPattern.test(clientId) &&
  !(reservedClientIds as readonly string[]).includes(clientId.toLowerCase());

const notificationPath = /^\/v1(?:\.0)?\/notifications\/onetwogo(?:\/[^?]*)?$/i;
const healthAliases: Readonly<Record<string, string>> = {
  '/health/live': '/health',
  '/health/ready': '/ready',
};

const splitQuery = (url: string): [path: string, query: string] => {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at)];
};

const unversioned =
  /^\/([A-Za-z0-9_-]{1,64})\/(itineraries\/[^/]+|seats|bookings(?:\/.*)?|incomplete_results\/.*|events)$/;

/** The words of the paths; ASP.NET, which partners called before, did not care for their letter case. */
const words = new Map(
  [
    'v1',
    'v1.0',
    'itineraries',
    'seats',
    'bookings',
    'lock_seats',
    'confirm',
    'ticket',
    'cancel',
    'incomplete_results',
    'events',
    'stations',
    'operating_carriers',
    'pois',
    'GetList',
  ].map((word) => [word.toLowerCase(), word]),
);

/** The words in our letter case; ids stay as they are, and so does a client id that is one of the words. */
const inOurCase = (path: string): string => {
  const [, first = '', second = '', ...rest] = path.split('/');
  const spelled = (segment: string): string => words.get(segment.toLowerCase()) ?? segment;
  const isVersioned = /^v1(?:\.0)?$/i.test(first);
  const head = isVersioned ? [spelled(first), second] : [first, spelled(second)];
  return path.split('/').length < 3 ? path : ['', ...head, ...rest.map(spelled)].join('/');
};

const withVersion = (path: string): string => {
  if (/^\/v1\.0(?=\/|$)/.test(path)) return `/v1${path.slice('/v1.0'.length)}`;
  const match = unversioned.exec(path);
  return match?.[1] !== undefined && isIssuableClientId(match[1]) ? `/v1${path}` : path;
};

const withoutAlias = (path: string): string =>
  path.replace(/^(\/v1\/[^/]+)\/bookings\/lock_seats$/, '$1/seats');

/**
 * Rewrites any accepted spelling of a URL (contract §1, "also accepted") to the canonical one; other URLs stay as they are.
 *
 * @example
 * ```ts
 * canonicalUrl('/acme/bookings/lock_seats'); // '/v1/acme/seats'
 * canonicalUrl('/v1.0/acme/itineraries?pax=2'); // '/v1/acme/itineraries?pax=2'
 * ```
 */
export const canonicalUrl = (url: string): string => {
  const [path, query] = splitQuery(url);
  const health = healthAliases[path];
  if (health !== undefined) return health + query;
  if (notificationPath.test(path)) return `/v1/notifications/onetwogo${query}`;
  return withoutAlias(withVersion(inOurCase(path))) + query;
};
