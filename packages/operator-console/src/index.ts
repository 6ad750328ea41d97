/** The built console as an HTTP server gets it. */
export { type ConsoleAnswer, type ConsoleRequest, consoleNotBuilt, createConsole } from './built-console.ts';
