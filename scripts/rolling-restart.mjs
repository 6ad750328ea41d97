/**
 * `npm run rolling-restart`: three gateways of this source tree behind HAProxy with the settings of deploy/haproxy, restarted one after
 * another under load. `-- --rounds 10 --rate 200`: how often each, and searches a second. Exit code 1 when a request failed.
 */
import { aptInstall } from './lib/apt.mjs';
import { onPath } from './lib/on-path.mjs';
import { play } from './lib/play.mjs';
import { giveUp } from './lib/say.mjs';

const found = process.env.HAPROXY_BIN ?? onPath('haproxy') ?? (await aptInstall('haproxy', 'haproxy'));
process.env.HAPROXY_BIN = found ?? giveUp('No haproxy: install it, or set HAPROXY_BIN to its binary.');
await play('rolling');
