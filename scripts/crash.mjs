/**
 * `npm run crash`: the crash run of booking writes, with gateways of this source tree and a real Redis. `-- --carts 400` for a
 * short one, `-- --recipe simple` or `lease` for a recipe that has to fail, `-- --target guard` for the write guard without a
 * gateway around it, `-- --redis cluster` for six nodes that fail over and move slots. Exit code 1 when a promise was broken.
 */
import { play } from './lib/play.mjs';

await play('crash');
