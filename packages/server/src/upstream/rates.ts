/** Exchange rates from a file or over HTTP, as text that is checked before it is used. */
import { readFile } from 'node:fs/promises';
import type { RatesInput } from '@partner-gateway/pricing';
import { z } from 'zod';
import { createNeighbour } from './neighbour.ts';

/** Where rates come from. */
export type RateSource = { read(): Promise<RatesInput> };

const decimal = z.string().regex(/^-?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?$/);

/** `{ "source": "…", "asOf": "2026-11-14T07:30:00Z", "rates": [{ "from": "USD", "to": "THB", "rate": "35.2" }] }` */
export const ratesSchema = z.object({
  source: z.string().min(1),
  asOf: z.iso.datetime(),
  rates: z.array(
    z.object({
      from: z.string().regex(/^[A-Z]{3}$/),
      to: z.string().regex(/^[A-Z]{3}$/),
      rate: z.union([decimal, z.number().transform(String)]).nullable(),
    }),
  ),
});

/** Rates from a JSON file, read anew each time. */
export const createFileRates = (path: string): RateSource => ({
  read: async () => ratesSchema.parse(JSON.parse(await readFile(path, 'utf8'))),
});

/** Rates over HTTP. */
export const createHttpRates = (url: string, timeoutMs = 2_000): RateSource => {
  const service = createNeighbour({ name: 'rates', baseUrl: url, timeoutMs, retries: 1 });
  return { read: async () => ratesSchema.parse(await service.json('')) };
};
