/** For a browser and the edge runtime: the result of the options that stand at `globalThis.strangerOptions`. */
import { run } from './stranger.mjs';

globalThis.strangerResult = run(globalThis.strangerOptions);
