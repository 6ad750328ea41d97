/** Writes `openapi.json` and `ops-openapi.json` from the contract: `pnpm openapi`. */
import { writeFileSync } from 'node:fs';
import {
  createOpenApiDocument,
  createOpsOpenApiDocument,
  type OpenApiDocument,
} from '../src/openapi/index.ts';

const write = (name: string, document: OpenApiDocument): void =>
  writeFileSync(new URL(`../${name}`, import.meta.url), `${JSON.stringify(document, null, 2)}\n`);

write('openapi.json', await createOpenApiDocument());
write('ops-openapi.json', await createOpsOpenApiDocument());
