/** Writes `docs/clients.schema.json` from the schema that reads the client file: `pnpm clients-schema`. */
import { writeFileSync } from 'node:fs';
import { clientFileJsonSchema } from '../src/partners/client-settings.ts';

const target = new URL('../../../docs/clients.schema.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(clientFileJsonSchema(), null, 2)}\n`);
