/**
 * `npm run faults`: the fault suite, with gateways of this source tree and a real Redis. `-- --only U5` for one case, `-- --group redis`
 * for one group, `-- --seed 11` for other chance, `-- --fuzz 5000` for fewer requests. Exit code 1 when a case did not go as expected.
 */
import { play } from './lib/play.mjs';

await play('faults');
