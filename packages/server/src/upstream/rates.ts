/** Exchange rates from a file or over HTTP, as text that is judged pair by pair before it is used. */
import { readFile } from 'node:fs/promises';
import type { RatesInput } from '@partner-gateway/pricing';
import { z } from 'zod';
import { UnusableSource } from '../errors.ts';
import { createNeighbour, NeighbourError } from './neighbour.ts';

/** Where rates come from. */
export type RateSource = {
  /** @throws UnusableSource when the answer as a whole cannot be read; a bad rate is left to the refresh to refuse. */
  read(): Promise<RatesInput>;
};

const code = z.string().regex(/^[A-Z]{3}$/, 'must be three capitals');

/** Whatever is no number in text or JSON is passed on as text that no rate has, so that only its pair is refused. */
const rate = z.unknown().transform((value) => {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 40) : 'NaN';
});

/** `{ "source": "…", "asOf": "2026-11-14T07:30:00Z", "rates": [{ "from": "USD", "to": "THB", "rate": "35.2" }] }` */
const ratesSchema = z.object({
  source: z.string().min(1).max(200),
  asOf: z.iso.datetime({ error: 'must be an ISO 8601 instant in UTC' }),
  rates: z.array(z.object({ from: code, to: code, rate })),
});

const unusable = (field: string, message: string, cause?: unknown): UnusableSource =>
  new UnusableSource('The exchange rates', [{ field, message }], { cause });

const parse = (json: unknown): RatesInput => {
  const parsed = ratesSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new UnusableSource(
    'The exchange rates',
    parsed.error.issues.map(({ path, message }) => ({ field: ['rates', ...path].join('.'), message })),
  );
};

/** Rates from a JSON file, read anew each time. */
export const createFileRates = (path: string): RateSource => ({
  read: async () => {
    try {
      return parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      if (error instanceof UnusableSource) throw error;
      throw unusable('rates', error instanceof SyntaxError ? 'is not JSON' : 'cannot be read', error);
    }
  },
});

/** Rates over HTTP. */
export const createHttpRates = (url: string, timeoutMs = 2_000): RateSource => {
  const service = createNeighbour({
    name: 'rates',
    baseUrl: url,
    timeoutMs,
    maxBytes: 1024 * 1024,
    retries: 1,
  });
  return {
    read: async () => {
      try {
        return parse(await service.json(''));
      } catch (error) {
        if (!(error instanceof NeighbourError)) throw error;
        throw unusable('rates', `cannot be read (${error.message})`, error);
      }
    },
  };
};
