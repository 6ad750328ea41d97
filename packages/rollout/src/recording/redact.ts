/** A recorded line without persons, keys and tokens, and with everything that decides what is answered. */
import { canonicalUrl } from '@partner-gateway/contract';
import { isBookingIdKept, isItineraryIdKept, isKeptInQuery } from './kept-values.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonyms.ts';
import type { RecordedLine } from './recorded-line.ts';
import { redactAnswerBody, redactRequestBody } from './redact-body.ts';
import { redactOffer } from './redact-offer.ts';

/** What a redaction is made with. */
export type RedactorOptions = {
  /** Of the pseudonyms; one for each file, and kept nowhere. */
  readonly key: Uint8Array;
  /** What encoded booking ids of the old system begin with; without it they become pseudonyms. */
  readonly encodedPrefix?: string | undefined;
};

/** Redacts the lines of one file, in their order: a token has the same pseudonym wherever it stands. */
export type Redactor = (line: RecordedLine) => RecordedLine;

/** Answers of these say nothing of a person, unless it is in the wrong place. */
const offers = new Set([
  'stations',
  'station_list',
  'operating_carriers',
  'operating_carrier_list',
  'pois',
  'poi_list',
  'search',
  'get_itinerary',
]);

const words = new Set([
  '',
  'v1',
  'itineraries',
  'seats',
  'bookings',
  'quote',
  'confirm',
  'ticket',
  'cancel',
  'incomplete_results',
  'events',
  'webhooks',
  'test',
  'stations',
  'operating_carriers',
  'pois',
  'GetList',
]);

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const pathOf = (path: string, { client }: RecordedLine, { pseudonyms, encodedPrefix }: Redacting): string =>
  path
    .split('/')
    .map((segment, index, all) => {
      const before = all[index - 1];
      const text = unescaped(segment);
      const isKept =
        words.has(segment) ||
        segment === client ||
        (before === 'itineraries' && isItineraryIdKept(text)) ||
        (before === 'bookings' && isBookingIdKept(text, encodedPrefix));
      return isKept ? segment : pseudonyms.mark(text);
    })
    .join('/');

const queryOf = (query: string, { mark }: Pseudonyms): string => {
  const kept = [...new URLSearchParams(query)].flatMap(([name, value]): [string, string][] => {
    if (name === 'booking_token') return [[name, mark(value)]];
    return isKeptInQuery(name, value) ? [[name, value]] : [];
  });
  return kept.length === 0 ? '' : `?${new URLSearchParams(kept)}`;
};

const headersOf = (headers: RecordedLine['headers'], { mark }: Pseudonyms): RecordedLine['headers'] =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([written, value]): string[][] => {
      const name = written.toLowerCase();
      if (/^(?:x-)?travelier-version$/.test(name) && /^\d{4}-\d{2}-\d{2}$/.test(value))
        return [[name, value]];
      // No other sign that a correlation id may have is as safe as a dash.
      if (name === 'x-correlation-id') return [[name, mark(value).replace('~', 'r-')]];
      return /^(?:x-)?idempotency-key$/.test(name) ? [[name, mark(value)]] : [];
    }),
  );

type Redacting = Omit<RedactorOptions, 'key'> & { readonly pseudonyms: Pseudonyms };

/** As many choices as the forms of a day have. */
const choicesMax = 50_000;

/** Choices that forms offered so far. */
const createChoices = () => {
  const known = new Set<string>();
  return {
    add: (value: string): void => {
      if (known.size < choicesMax) known.add(value);
    },
    has: (value: string): boolean => known.has(value),
  };
};

/**
 * Makes a redactor.
 *
 * @example
 * ```ts
 * const redact = createRedactor({ key: randomBytes(32) });
 * lines.map(redact);
 * ```
 */
export const createRedactor = ({ key, encodedPrefix }: RedactorOptions): Redactor => {
  const pseudonyms = createPseudonyms(key);
  const choices = createChoices();
  return (line) => {
    const url = canonicalUrl(line.path);
    const at = url.indexOf('?');
    const [path, query] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
    const rules = { pseudonyms, at: line.at, isOffered: choices.has };
    const { status, ms, body } = line.answer;
    const isOffer = status < 400 && offers.has(line.endpoint);
    return {
      at: line.at,
      client: line.client,
      method: line.method,
      path: pathOf(path, line, { pseudonyms, encodedPrefix }) + queryOf(query, pseudonyms),
      endpoint: line.endpoint,
      headers: headersOf(line.headers, pseudonyms),
      ...(line.body !== undefined && { body: redactRequestBody(line.body, rules) }),
      answer: {
        status,
        ms,
        ...(body !== undefined && {
          body: isOffer ? redactOffer(body, pseudonyms, choices.add) : redactAnswerBody(body, rules),
        }),
      },
    };
  };
};
