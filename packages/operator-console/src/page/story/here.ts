/** Where the console shows what a command of a diagnosis would. */
import { hashOf } from '../routing.ts';

const clientIn = (command: string): string | undefined => /--client (\S+)/.exec(command)?.[1];

/** Its address; undefined for what only the CLI does. */
export const shownHere = (command: string): string | undefined => {
  const [, noun = '', verb = ''] = /^partner-cli (\w+) ?(\w*)/.exec(command) ?? [];
  const client = clientIn(command);
  if (noun === 'find') {
    const text = command.slice('partner-cli find '.length).trim();
    return /^[\w.-]+$/.test(text) ? hashOf('find', text) : undefined;
  }
  if (noun === 'outcomes') return hashOf('outcomes');
  if (noun === 'locks' && client !== undefined) return hashOf('locks', client);
  if (noun === 'webhooks') return verb === 'dead' ? hashOf('webhooks', client) : hashOf('webhooks');
  return noun === 'state' ? hashOf('state') : undefined;
};
