/** Reads the recorded answers that upstream documents. */
import { readFileSync } from 'node:fs';

export const fixtureText = (name: string): string =>
  readFileSync(new URL(`../__fixtures__/${name}.json`, import.meta.url), 'utf8');

/** A fresh, mutable copy each time. */
export const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(fixtureText(name)) as Record<string, unknown>;
