/** Which token of this run stands for which of the recording: by the itinerary that both were given with. */

type Opened = Promise<{ readonly replayed: { readonly body: unknown } }>;

/** Tokens live for 20 minutes; a busy day opens some hundred carts in that time. */
const tokensMax = 20_000;

const tokensOf = (body: unknown): string[] => {
  const { itineraries } = (body ?? {}) as { itineraries?: unknown };
  if (!Array.isArray(itineraries)) return [];
  return itineraries.flatMap((itinerary: { booking_token?: unknown } | null) => {
    const token = itinerary?.booking_token;
    return typeof token === 'string' ? [token] : [];
  });
};

/** Makes an empty table. */
export const createReplayedTokens = () => {
  const tokens = new Map<string, Promise<string | undefined>>();
  const forget = (): void => {
    for (const oldest of tokens.keys()) {
      if (tokens.size <= tokensMax) return;
      tokens.delete(oldest);
    }
  };
  return {
    /** The itinerary is being opened again: whoever asks for its token waits for it. */
    opening: (recorded: unknown, opened: Opened): void => {
      for (const [index, token] of tokensOf(recorded).entries()) {
        tokens.set(
          token,
          opened.then(
            ({ replayed }) => tokensOf(replayed.body)[index],
            () => undefined,
          ),
        );
      }
      forget();
    },
    /** The token of this run; undefined where its itinerary was not opened. */
    of: async (recorded: string): Promise<string | undefined> => tokens.get(recorded),
  };
};
