/** Installs what the lockfile says, for a job of CI that begins with something else than `npm test`. */
import { install } from './lib/pnpm.mjs';

await install();
