/** The client file: read and parsed, its content never in a message. */
import { readFileSync } from 'node:fs';
import { type ClientSettings, ClientSettingsError, parseClientSettings } from './client-settings.ts';

const attempt = <Result>(work: () => Result, problem: string): Result => {
  try {
    return work();
  } catch {
    // A JSON error quotes the text, and the text is settings of clients.
    throw new ClientSettingsError(problem);
  }
};

/**
 * Reads the settings of all clients.
 *
 * @throws ClientSettingsError when the file is not there, is no JSON, or holds settings that cannot be used.
 */
export const readClientFile = (path: string): readonly ClientSettings[] => {
  const text = attempt(() => readFileSync(path, 'utf8'), 'CLIENTS_FILE cannot be read');
  return parseClientSettings(attempt((): unknown => JSON.parse(text), 'CLIENTS_FILE is not JSON'));
};
