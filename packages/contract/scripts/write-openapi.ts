/** Writes `openapi.json`, the same for generators as `openapi-3.0.json`, and `ops-openapi.json` from the contract: `pnpm openapi`. */
import { writeFileSync } from 'node:fs';
import { createOpenApiDocument, createOpsOpenApiDocument } from '../src/openapi/index.ts';
import { toOpenApi30 } from './openapi-3.0.ts';

const write = (name: string, document: object): void =>
  writeFileSync(new URL(`../${name}`, import.meta.url), `${JSON.stringify(document, null, 2)}\n`);

const document = await createOpenApiDocument();
write('openapi.json', document);
write('openapi-3.0.json', toOpenApi30(document));
write('ops-openapi.json', await createOpsOpenApiDocument());
