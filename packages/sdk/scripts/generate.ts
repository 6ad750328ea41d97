/** Writes `generated` from the contract: `pnpm --filter @partner-gateway/sdk generate`. */
import { writeFileSync } from 'node:fs';
import { generatedFiles } from './generate/files.ts';

for (const [name, text] of Object.entries(generatedFiles())) {
  writeFileSync(new URL(`../generated/${name}`, import.meta.url), text);
}
