/** Finished answers in this process by name: bounded in bytes, the least recently used given up first. */

/** An answer whose bytes are settled, whatever else is known of it. */
export type ShelvedAnswer = { readonly bytes: Uint8Array };

/** Keeps answers; may lose any of them at any time. */
export type AnswerShelf<Answer extends ShelvedAnswer> = {
  get(name: string): Answer | undefined;
  /** In the place of what has this name; not kept when it alone is beyond the bound. */
  put(name: string, answer: Answer): void;
  /** What all of them weigh. */
  weightBytes(): number;
};

/** Measured of an answer of 140 trips: what is known of it beside its bytes, and its place here. */
const besideBytes = 2_048;

/**
 * Makes a shelf.
 *
 * @param bytesMax what all answers together may weigh, each with 2 kB for what is beside its bytes. 0 keeps none.
 * @example
 * const shelf = createAnswerShelf<{ bytes: Uint8Array }>(64 * 1024 * 1024);
 * shelf.put('acme?pax=2', { bytes: Buffer.from('{}') });
 */
export const createAnswerShelf = <Answer extends ShelvedAnswer>(bytesMax: number): AnswerShelf<Answer> => {
  const answers = new Map<string, Answer>();
  let weight = 0;
  const weightOf = (name: string, { bytes }: Answer): number =>
    bytes.byteLength + 2 * name.length + besideBytes;
  const drop = (name: string): void => {
    const answer = answers.get(name);
    if (answer !== undefined) weight -= weightOf(name, answer);
    answers.delete(name);
  };
  return {
    get(name) {
      const answer = answers.get(name);
      if (answer === undefined) return undefined;
      answers.delete(name);
      answers.set(name, answer);
      return answer;
    },
    put(name, answer) {
      drop(name);
      answers.set(name, answer);
      weight += weightOf(name, answer);
      for (const oldest of answers.keys()) {
        if (weight <= bytesMax) break;
        drop(oldest);
      }
    },
    weightBytes: () => weight,
  };
};
