/** Writes `asyncapi.json` from the tables of events: `pnpm asyncapi`. */
import { writeFileSync } from 'node:fs';
import { createAsyncApiDocument } from '../src/asyncapi/index.ts';

writeFileSync(
  new URL('../asyncapi.json', import.meta.url),
  `${JSON.stringify(createAsyncApiDocument(), null, 2)}\n`,
);
