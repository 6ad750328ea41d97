/** Whether a partner's URL may be sent to at all, by what it says; where its name leads is found out at each connection. */
import { isIP } from 'node:net';
import { specialRangeOf } from './address-ranges.ts';

export type UrlPolicy = {
  /** For development: private addresses, names without a dot, `http` and any port as well. */
  readonly allowPrivate: boolean;
  /** Default 443 and 8443. */
  readonly ports?: readonly number[];
};

export type ParsedUrl =
  | { readonly ok: true; readonly url: URL }
  /** What is wrong and what is expected, without the text. */
  | { readonly ok: false; readonly reason: string };

const portsDefault: readonly number[] = [443, 8443];
const lengthMax = 2_048;

/** Ends of names that lead into some network of one's own, or nowhere. */
const innerEnds = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'svc',
  'arpa',
  'onion',
];

const refused = (reason: string): ParsedUrl => ({ ok: false, reason });

const hasBlankOrControl = (text: string): boolean => /[\s\\\p{Cc}]/u.test(text);

/** The host as it is connected to: no brackets, no dot at the end. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');

/** Of an `https` URL. */
const portOf = ({ port }: URL): number => (port === '' ? 443 : Number(port));

const faultOfHost = (host: string): string | undefined => {
  const expected = 'expected is a public host';
  if (isIP(host) > 0) {
    const kind = specialRangeOf(host);
    return kind && `the host is ${kind} address, ${expected}`;
  }
  const labels = host.split('.');
  if (labels.length < 2) return `the host is a name without a dot, ${expected}`;
  if (innerEnds.includes(labels.at(-1) ?? '')) return `the host is a name of an inner network, ${expected}`;
  return undefined;
};

const faultOfPlace = (url: URL, { allowPrivate, ports = portsDefault }: UrlPolicy): string | undefined => {
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    return `the scheme is not ${allowPrivate ? 'http or https' : 'https'}`;
  if (allowPrivate) return undefined;
  if (!ports.includes(portOf(url))) return `the port is none of ${ports.join(' and ')}`;
  return faultOfHost(hostOf(url));
};

/**
 * Reads the URL of an endpoint. Every spelling of an address is judged by what it means: decimal, octal, hexadecimal, short, of
 * full-width digits, IPv4 within IPv6.
 *
 * @example
 * ```ts
 * parseWebhookUrl('https://hooks.acme.com/bookings', { allowPrivate: false }); // { ok: true, url: … }
 * parseWebhookUrl('https://0x7f.1/', { allowPrivate: false });
 * // { ok: false, reason: 'the host is a loopback address, expected is a public host' }
 * ```
 */
export const parseWebhookUrl = (text: string, policy: UrlPolicy): ParsedUrl => {
  if (text.length > lengthMax) return refused(`the URL is longer than ${lengthMax} characters`);
  if (hasBlankOrControl(text)) return refused('the URL has a blank, a control character or a backslash');
  if (!URL.canParse(text)) return refused('the text is not a URL, expected is one like https://host/path');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return refused('the URL has a user name or a password, expected is none');
  if (text.includes('#')) return refused('the URL has a fragment, expected is none');
  const fault = faultOfPlace(url, policy);
  if (fault !== undefined) return refused(fault);
  if (isIP(hostOf(url)) !== 6) url.hostname = hostOf(url);
  return { ok: true, url };
};
