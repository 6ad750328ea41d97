/** The built console as an HTTP server gets it. */
export { type ConsoleFile, createConsole } from './built-console.ts';
