/** 12go's door while a key is changed: several keys open one account, and one that was withdrawn opens nothing. */
import { createServer, request } from 'node:http';
import { listen } from '../../../write-guard/test/crash/listening.ts';

export type KeyDoor = {
  readonly url: string;
  /** Whether a key opens the account. */
  readonly opens: Set<string>;
  /** Calls that came with a key that does not. */
  readonly refused: () => number;
  close(): void;
};

/** Stands before a sandbox whose account has the key `accountKey`. */
export const openKeyDoor = async (sandboxUrl: string, accountKey: string): Promise<KeyDoor> => {
  const opens = new Set<string>();
  let refused = 0;
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', sandboxUrl);
    const key = url.searchParams.get('k');
    if (key !== null) url.searchParams.set('k', opens.has(key) ? accountKey : 'unknown');
    if (key !== null && !opens.has(key)) refused += 1;
    const { method, headers } = incoming;
    const outgoing = request(url, { method, headers: { ...headers, host: url.host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.once('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  const url = await listen(server);
  return {
    url,
    opens,
    refused: () => refused,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
};
