/**
 * `pnpm rotations`: sealing keys, a partner's key, its 12go key and the password of Redis rotated, and the client moved between two
 * gateways, in the middle of 1,000 funnels. `-- --funnels 100` for fewer. Exit code 1 when one of them failed.
 */
import { play } from './lib/play.mjs';

await play('rotations');
