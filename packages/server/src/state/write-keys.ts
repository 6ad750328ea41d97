/** The only place that spells the write guard's keys; all of one client share a hash slot through the braces. */
import type { Subject } from './write-store.ts';

const encode = encodeURIComponent;

/** Four keys per script; the second and the third also serve as prefixes that scripts complete. */
export const toWriteKeys = (clientId: string, member = ''): readonly [string, string, string, string] => {
  const tag = `{${encode(clientId)}}`;
  return [`epoch:${tag}`, `op:${tag}:${member}`, `idempotency:${tag}:`, `op-open:${tag}`];
};

/** What names an operation within its client, as it stands in the queue of open outcomes. */
export const toMember = ({ operation, subject }: Subject): string => `${operation}:${encode(subject)}`;

export const fromMember = (clientId: string, member: string): Subject => {
  const colon = member.indexOf(':');
  return {
    clientId,
    operation: member.slice(0, colon) as Subject['operation'],
    subject: decodeURIComponent(member.slice(colon + 1)),
  };
};
