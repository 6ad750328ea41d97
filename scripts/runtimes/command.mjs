/** For Node, Bun and Deno: options from the first argument, the result on stdout. */
import { run } from './stranger.mjs';

const given = globalThis.Deno === undefined ? process.argv[2] : globalThis.Deno.args[0];
console.log(JSON.stringify(await run(JSON.parse(given))));
