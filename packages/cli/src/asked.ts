/** Who was asked, who said so, and what failures of both APIs tell of it: the host, the cause, the setting behind it, what to do. */
import type { Setting } from './context.ts';
import { CommandFailure, type FailureKind, type Problem } from './failure.ts';

/** An API, as a command asks it. */
export type Asked = {
  readonly api: 'ops' | 'partner';
  readonly url: Setting;
  readonly key: Setting;
};

/** Without what else a URL may hold. */
const hostOf = ({ url }: Asked): string => (URL.canParse(url.value) ? new URL(url.value).host : 'nowhere');

type Cause = { readonly text: string; readonly remedy?: string };

const untrusted: Cause = {
  text: 'its certificate is not trusted here',
  remedy: 'A company’s own authority is trusted with NODE_EXTRA_CA_CERTS=<file>.',
};
const brokenOff: Cause = { text: 'it was broken off' };
const noRoute: Cause = {
  text: 'nothing answered there in time',
  remedy: 'See whether a VPN or a firewall is in between.',
};

/** What fetch says of ports such as 1 and 22. */
const badPort = 'bad port';

/** By the code of the system. */
const causes: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: { text: 'nobody listens there', remedy: 'See whether the gateway runs, and the port.' },
  ENOTFOUND: { text: 'there is no such host', remedy: 'See whether it is spelt right, and the VPN is on.' },
  EAI_AGAIN: { text: 'the name server does not answer', remedy: 'See whether this machine is online.' },
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  UND_ERR_SOCKET: brokenOff,
  ETIMEDOUT: noRoute,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  UND_ERR_CONNECT_TIMEOUT: noRoute,
  CERT_HAS_EXPIRED: { text: 'its certificate has expired', remedy: 'Whoever runs it has to renew it.' },
  ERR_TLS_CERT_ALTNAME_INVALID: { text: 'its certificate is of another host' },
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_SSL_WRONG_VERSION_NUMBER: { text: 'it speaks no TLS', remedy: 'Try http:// instead of https://.' },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { text: 'it speaks no TLS', remedy: 'Try http:// instead of https://.' },
  [badPort]: { text: 'browsers and Node ask nothing of this port' },
  HPE_INVALID_CONSTANT: { text: 'it speaks no HTTP', remedy: 'Try https:// instead of http://.' },
};

/** The first code in a chain of errors, such as `ECONNREFUSED`; a message only where it is one of those above. */
export const systemCode = (error: unknown, depth = 0): string | undefined => {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return systemCode(cause, depth + 1) ?? (message === badPort ? badPort : undefined);
};

const sentences = (...texts: readonly (string | undefined)[]): string =>
  texts.filter((text) => text !== undefined).join(' ');

const addressOf = ({ url }: Asked): string => `The address is set by ${url.origin}.`;

/** What a failure that brought no answer of the gateway is made of. */
export type LostFacts = { readonly problem?: Problem; readonly cause?: unknown };

/** No connection, or one that broke. */
export const disconnected = (
  asked: Asked,
  code: string | undefined,
  facts: LostFacts = {},
): CommandFailure => {
  const { text, remedy } = (code === undefined ? undefined : causes[code]) ?? {};
  const said = [code, text].filter((part) => part !== undefined).join(': ');
  const message = `the connection to ${hostOf(asked)} failed${said === '' ? '' : ` (${said})`}`;
  return new CommandFailure('connection', message, { ...facts, hint: sentences(addressOf(asked), remedy) });
};

/** Nothing came in time. */
export const timedOut = (asked: Asked, timeoutMs: number, facts: LostFacts = {}): CommandFailure =>
  new CommandFailure('timeout', `no answer from ${hostOf(asked)} within ${timeoutMs} ms`, {
    ...facts,
    hint: sentences(addressOf(asked), 'Wait longer with --timeout <seconds>.'),
  });

type Foreign = {
  readonly status: number | undefined;
  readonly contentType: string | undefined;
  readonly location?: string | undefined;
};

/** Something else answered: a proxy, a login page, the wrong port. */
export const unreadable = (
  asked: Asked,
  { status, contentType, location }: Foreign,
  facts: LostFacts = {},
): CommandFailure => {
  const isPage = /html/i.test(contentType ?? '');
  const leads =
    location && URL.canParse(location, asked.url.value) ? new URL(location, asked.url.value).host : '';
  return new CommandFailure(
    'unreadable_answer',
    `not an answer of the gateway: ${hostOf(asked)} answered ${status ?? 'without a status'}, ${contentType ?? 'no content type'}${leads === '' ? '' : `, and leads on to ${leads}`}`,
    {
      problem: { status },
      ...facts,
      hint: sentences(
        addressOf(asked),
        isPage ? 'A web page is what a proxy, a login or a balancer without a gateway answers.' : undefined,
        `It has to be the ${asked.api === 'ops' ? 'ops API, which has an address of its own' : 'partner API'}.`,
      ),
    },
  );
};

type Refused = { readonly code: string; readonly type: string | undefined };

const aboutOf = (asked: Asked, kind: FailureKind, code: string): string | undefined => {
  const [host, whose] = [hostOf(asked), asked.api === 'ops' ? 'an operator’s key' : 'the key of that client'];
  if (code === 'insufficient_scope') return `${host} knows the key of ${asked.key.origin}.`;
  if (kind === 'authentication') return `${host} got the key of ${asked.key.origin}; it has to be ${whose}.`;
  return code === 'route_not_found'
    ? `${host} has no such route. ${addressOf(asked)} It may be of the other API, or of an older gateway.`
    : undefined;
};

/** What to do about a refusal: who said whose key, or that the address may be of the other API; and where to read on. */
export const hintOfRefusal = (asked: Asked, kind: FailureKind, { code, type }: Refused): string | undefined =>
  sentences(aboutOf(asked, kind, code), type === undefined ? undefined : `See ${type}`) || undefined;
