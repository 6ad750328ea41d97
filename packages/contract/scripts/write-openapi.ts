/** Writes `openapi.json` from the contract: `pnpm openapi`. */
import { writeFileSync } from 'node:fs';
import { createOpenApiDocument } from '../src/openapi/index.ts';

const document = await createOpenApiDocument();
writeFileSync(new URL('../openapi.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
