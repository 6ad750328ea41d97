/** Finished answers in this process by name: bounded in bytes, the least recently used given up first. */
import { watchEncodings } from './encodings.ts';

/** An answer whose bytes are settled, whatever else is known of it. */
export type ShelvedAnswer = { readonly bytes: Uint8Array };

/** Keeps answers; may lose any of them at any time. */
export type AnswerShelf<Answer extends ShelvedAnswer> = {
  get(name: string): Answer | undefined;
  /** In the place of what has this name; not kept when it alone is beyond the bound. */
  put(name: string, answer: Answer): void;
  /** What all of them weigh, with the codings that are kept of their bytes. */
  weightBytes(): number;
};

type Weighed<Answer> = { readonly answer: Answer; readonly weightBytes: number };

/** Measured of an answer of 140 trips: what is known of it beside its bytes, and its place here. */
const besideBytes = 2_048;

/**
 * Makes a shelf.
 *
 * @param bytesMax what all answers together may weigh, each with 2 kB for what is beside its bytes and with what `encodeOnce` keeps of
 * them. 0 keeps none.
 * @example
 * const shelf = createAnswerShelf<{ bytes: Uint8Array }>(64 * 1024 * 1024);
 * shelf.put('acme?pax=2', { bytes: Buffer.from('{}') });
 */
export const createAnswerShelf = <Answer extends ShelvedAnswer>(bytesMax: number): AnswerShelf<Answer> => {
  const answers = new Map<string, Weighed<Answer>>();
  let weight = 0;
  const drop = (name: string): void => {
    weight -= answers.get(name)?.weightBytes ?? 0;
    answers.delete(name);
  };
  const bound = (): void => {
    for (const oldest of answers.keys()) {
      if (weight <= bytesMax) break;
      drop(oldest);
    }
  };
  /** A coding was made of it, for whoever uses it right now. */
  const grow = (name: string, { answer, weightBytes }: Weighed<Answer>, moreBytes: number): void => {
    answers.set(name, { answer, weightBytes: weightBytes + moreBytes });
    weight += moreBytes;
    bound();
  };
  return {
    get(name) {
      const weighed = answers.get(name);
      if (weighed === undefined) return undefined;
      answers.delete(name);
      answers.set(name, weighed);
      return weighed.answer;
    },
    put(name, answer) {
      drop(name);
      const weightBytes = answer.bytes.byteLength + 2 * name.length + besideBytes;
      answers.set(name, { answer, weightBytes });
      weight += weightBytes;
      watchEncodings(answer.bytes, (moreBytes) => {
        const weighed = answers.get(name);
        if (weighed?.answer === answer) grow(name, weighed, moreBytes);
      });
      bound();
    },
    weightBytes: () => weight,
  };
};
