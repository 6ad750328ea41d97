/** An answer of the ops API that is asked for again and again while somebody looks. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type OpsRefusal, type Query, toRefusal } from './ask.ts';
import { repeated } from './repeated.ts';
import { askJson, useSession } from './session-context.ts';

/** What is known of it: the last good answer stays while later ones fail. */
export type Polled<Answer> = {
  readonly answer: Answer | undefined;
  readonly refusal: OpsRefusal | undefined;
  /** Asks at once. */
  readonly again: () => void;
};

/** What to ask and how often; without a path nothing is asked. */
export type Polling = {
  readonly path: string | undefined;
  readonly query?: Query;
  /** Default: once. */
  readonly everyMs?: number;
};

/** Keeps an answer up to date. */
export const usePolled = <Answer>({ path, query = {}, everyMs }: Polling): Polled<Answer> => {
  const session = useSession();
  const [answer, setAnswer] = useState<Answer>();
  const [refusal, setRefusal] = useState<OpsRefusal>();
  const [turn, setTurn] = useState(0);
  const asked = JSON.stringify(query);
  // What was answered to another question is no answer to this one.
  useEffect(() => {
    setAnswer(undefined);
    setRefusal(undefined);
  }, [path, asked]);
  // A turn asks again, and the query counts by its text.
  useEffect(() => {
    if (path === undefined) return;
    return repeated(async (signal) => {
      try {
        setAnswer(await askJson<Answer>(session, path, { query, signal }));
        setRefusal(undefined);
      } catch (error) {
        if (!signal.aborted) setRefusal(toRefusal(error));
      }
    }, everyMs);
  }, [session, path, asked, everyMs, turn]);
  return { answer, refusal, again: useCallback(() => setTurn((one) => one + 1), []) };
};
