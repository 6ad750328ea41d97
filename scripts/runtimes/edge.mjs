/** Runs the bundle of the page in the runtime of Vercel's edge functions: bundle and options are the arguments. */
import { readFileSync } from 'node:fs';
import { EdgeRuntime } from 'edge-runtime';

const [bundle, options] = process.argv.slice(2);
const runtime = new EdgeRuntime();
runtime.evaluate(`globalThis.strangerOptions = ${options};`);
runtime.evaluate(readFileSync(bundle, 'utf8'));
console.log(JSON.stringify(await runtime.evaluate('globalThis.strangerResult')));
