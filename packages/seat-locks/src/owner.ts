/** The name of a session that holds seats, as each lock keeps it. */
import type { SeatSession } from './seat-locks.ts';

/** A session id has no colon; a client id may. */
export const toOwner = ({ clientId, sessionId }: SeatSession): string => `${clientId}:${sessionId}`;

/** The client and the session of an owner's name. */
export const fromOwner = (owner: string): Pick<SeatSession, 'clientId' | 'sessionId'> => {
  const colon = owner.lastIndexOf(':');
  return { clientId: owner.slice(0, colon), sessionId: owner.slice(colon + 1) };
};
