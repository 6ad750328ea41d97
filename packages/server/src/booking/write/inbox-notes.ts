/** Notifications as they lie in the inbox, and those that cannot be used beside them: never what a body said. */
import type { Notice } from '@partner-gateway/write-guard';
import { z } from 'zod';

/** The name under which lies what cannot be used; no client can have it. */
export const deadLetters = '~dead';

const inboxNoteSchema = z.object({
  bid: z.string(),
  type: z.string().nullable(),
  isSigned: z.boolean(),
});

/** A notification that waits to be worked. */
export type InboxNote = z.output<typeof inboxNoteSchema>;

export const toInboxNotice = (note: InboxNote): Notice => ({ text: JSON.stringify(note) });

/** Undefined for what another version wrote. */
export const readInboxNote = (text: string): InboxNote | undefined =>
  inboxNoteSchema.safeParse(JSON.parse(text)).data;

/** A notification that cannot be used: why, and by what its sender may find it. */
export type Unusable = {
  readonly reason: string;
  readonly isSigned: boolean;
  readonly clientId?: string | undefined;
  readonly bid?: string | undefined;
  readonly bytes?: number;
  readonly digest?: string;
};

export const toUnusable = (unusable: Unusable): Notice => ({ text: JSON.stringify(unusable) });
