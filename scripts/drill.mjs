/**
 * `npm run drill`: every incident that was ever looked at, made again against running gateways and a real Redis, and what one command of
 * `partner-cli` says of each. `-- 13 28` for some rows only. Exit code 1 when the score falls or a wrong cause is named for sure.
 */
import { play } from './lib/play.mjs';

await play('drill');
