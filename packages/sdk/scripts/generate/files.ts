/** Every generated file of the SDK, as it has to stand. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { errorCodesFile } from './error-code-table.ts';
import { routeTableFile } from './route-table.ts';
import { schemaTypesFile } from './schema-types.ts';
import { shapeTableFile } from './shape-table.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

const formatted = (name: string, text: string): string =>
  execFileSync('node_modules/.bin/biome', ['format', `--stdin-file-path=packages/sdk/generated/${name}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });

/** File names under `generated`, with their text. */
export const generatedFiles = (): Readonly<Record<string, string>> => ({
  'schemas.ts': formatted('schemas.ts', schemaTypesFile()),
  'routes.ts': formatted('routes.ts', routeTableFile()),
  'shapes.ts': formatted('shapes.ts', shapeTableFile()),
  'error-codes.ts': formatted('error-codes.ts', errorCodesFile()),
});
