/** Told apart from a store that is away: one that is full. */

/** Redis refuses to write because its memory is full. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && /\bOOM\b/.test(error.message);
