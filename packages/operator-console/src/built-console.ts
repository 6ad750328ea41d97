/** Where the build leaves the console, and the path at which it is served. */
import { type AnswerPage, createBuiltPages } from '@partner-gateway/built-pages';

/** Why there is none, for whoever asks. */
export const consoleNotBuilt =
  'The console was not built: `pnpm build` does it, and so does `npm start`. The ops API answers without it.';

/** In a bundle the files lie beside it, else where the build of this package puts them. */
const folders = ['./console/', '../dist/console/'].map((path) => new URL(path, import.meta.url));

/**
 * Answers requests at `/console` and below.
 *
 * @returns undefined for what is not there, and `not_built` for anything as long as the console was not built
 * @example
 * ```ts
 * const answer = createConsole();
 * answer({ url: '/console', headers: {} }); // the page, or 'not_built'
 * ```
 */
export const createConsole = (): AnswerPage => createBuiltPages({ path: '/console', folders });
