/** Writes the site into a folder of the working directory, as a step of the server's build: `write-site.ts dist/site`. */
import { pathToFileURL } from 'node:url';
import { renderSite, writeSite } from '../src/index.ts';

const [, , folder = 'dist/site'] = process.argv;
await writeSite(renderSite(), pathToFileURL(`${process.cwd()}/${folder}/`));
