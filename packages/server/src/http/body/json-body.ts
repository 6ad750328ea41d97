/** Request bodies: JSON in UTF-8 only, an empty one is no body whatever its label, and the raw text kept where a signature covers it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../../errors.ts';
import { routeMetadata } from '../request-state.ts';
import { isTooDeep, nestingMax, repeatedMember } from './json-text.ts';

type SupplierBody = { readonly bytes: Uint8Array; fault?: Error };
const supplierBodies = new WeakMap<FastifyRequest, SupplierBody>();

/** The body as it arrived; only for routes that 12go calls. */
export const rawBody = (request: FastifyRequest): Uint8Array =>
  supplierBodies.get(request)?.bytes ?? new Uint8Array();

/** Why such a body cannot be read; whether that is refused is for who knows who sent it. */
export const bodyFault = (request: FastifyRequest): Error | undefined => supplierBodies.get(request)?.fault;

const refuse = (detail: string, cause?: unknown): GatewayError =>
  new GatewayError('invalid_request', { detail, cause });

const foreign = (detail: string): GatewayError => new GatewayError('unsupported_media_type', { detail });

const jsonLabel = /^(?:application|text)\/(?:[\w.-]+\+)?json$/;
const utf8Names: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

/** A label that a body in JSON and UTF-8 may have; 12go's notifications are read whatever they say they are. */
const assertLabel = (request: FastifyRequest): void => {
  const { 'content-encoding': encoding = 'identity', 'content-type': label = '' } = request.headers;
  if (encoding.toLowerCase() !== 'identity') throw foreign('Send the body without a content encoding.');
  const [type = '', ...parameters] = label.split(';').map((part) => part.trim().toLowerCase());
  if (!jsonLabel.test(type)) throw foreign('Send the body as `Content-Type: application/json`.');
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const name = charset?.slice('charset='.length).replaceAll('"', '') ?? 'utf-8';
  if (!utf8Names.has(name)) throw foreign('Send the body in UTF-8; other character sets are not read.');
};

const toText = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refuse('The body is not UTF-8.', cause);
  }
};

/** Half of a character, as a text that was cut in the middle of one has at its end: nobody downstream could take it. */
const illFormed = (value: unknown, path: string): string | undefined => {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed()) return path;
    const found = illFormed(member, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
};

const mayHideHalfACharacter = /\\u[dD][89a-fA-F]/;

const assertWellFormed = (text: string, value: unknown): void => {
  const path = mayHideHalfACharacter.test(text) ? illFormed(value, '') : undefined;
  if (path === undefined) return;
  const field = path.replace(/^\./, '');
  const message = 'holds half of a character; the text was cut in the middle of one';
  throw new GatewayError('invalid_request', {
    detail: `${field === '' ? 'The body' : field} ${message}.`,
    fields: [{ field, message }],
  });
};

/** A proxy or a log that took the other one of two would have seen another booking. */
const assertEachOnce = (text: string): void => {
  const field = repeatedMember(text);
  if (field === undefined) return;
  const message = 'stands twice in one object; send it once';
  throw new GatewayError('invalid_request', { detail: `${field} ${message}.`, fields: [{ field, message }] });
};

/** Replaces the parsers of an app. */
export const addJsonBody = (app: FastifyInstance): void => {
  // No parser is asked for a label that is not even one, and what 12go posts is read all the same.
  app.addHook('onRequest', async (request) => {
    if (routeMetadata(request)?.auth === 'supplier') delete request.raw.headers['content-type'];
  });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes: Buffer, finish) => {
    const isFromSupplier = routeMetadata(request)?.auth === 'supplier';
    const received: SupplierBody = { bytes };
    if (isFromSupplier) supplierBodies.set(request, received);
    const done = (error: Error | null, body?: unknown): void => {
      if (error !== null && isFromSupplier) {
        received.fault = error;
        finish(null, undefined);
      } else finish(error, body);
    };
    try {
      if (bytes.length === 0) return done(null, undefined);
      if (!isFromSupplier) assertLabel(request);
      const text = toText(bytes);
      if (text.trim() === '') return done(null, undefined);
      if (isTooDeep(text)) throw refuse(`The body is nested more than ${nestingMax} deep.`);
      void parse(request, text, (error, value) => {
        if (error !== null) return done(refuse('The body is not readable JSON.', error));
        try {
          assertWellFormed(text, value);
          if (!isFromSupplier) assertEachOnce(text);
        } catch (cause) {
          return done(cause as Error);
        }
        return done(null, value);
      });
    } catch (error) {
      done(error as Error);
    }
  });
};
