/** The built console as an HTTP server gets it. */
export { consoleNotBuilt, createConsole } from './built-console.ts';
