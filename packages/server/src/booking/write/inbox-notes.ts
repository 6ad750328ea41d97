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

const unusableSchema = z.object({
  reason: z.string(),
  isSigned: z.boolean(),
  atMs: z.number(),
  clientId: z.string().optional(),
  bid: z.string().optional(),
  bytes: z.number().optional(),
  digest: z.string().optional(),
});

/** A notification that cannot be used: why, since when, and by what its sender may find it. */
export type Unusable = z.output<typeof unusableSchema>;

export const toUnusable = (unusable: Unusable): Notice => ({ text: JSON.stringify(unusable) });
/** Undefined for what another version wrote. */
export const readUnusable = (text: string): Unusable | undefined =>
  unusableSchema.safeParse(JSON.parse(text)).data;
