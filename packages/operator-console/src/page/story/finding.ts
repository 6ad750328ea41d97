/** Looks for the story of a text, and keeps what was found last. */
import type { FindRequest, Inspection } from '@partner-gateway/contract';
import { useCallback, useRef, useState } from 'preact/hooks';
import { type OpsRefusal, toRefusal } from '../ops/ask.ts';
import { paths } from '../ops/paths.ts';
import { askJson, useSession } from '../ops/session-context.ts';

export type Finding = {
  readonly inspection: Inspection | undefined;
  readonly refusal: OpsRefusal | undefined;
  readonly isBusy: boolean;
  /** Gives what was found; undefined where nothing was, or another text was looked for meanwhile. */
  readonly find: (text: string, clientId: string) => Promise<Inspection | undefined>;
};

export const useFinding = (): Finding => {
  const session = useSession();
  const [inspection, setInspection] = useState<Inspection>();
  const [refusal, setRefusal] = useState<OpsRefusal>();
  const [isBusy, setBusy] = useState(false);
  const asked = useRef(0);
  const find = useCallback(
    async (text: string, clientId: string): Promise<Inspection | undefined> => {
      asked.current += 1;
      const turn = asked.current;
      const body: FindRequest = { text, ...(clientId !== '' && { client_id: clientId }) };
      setBusy(true);
      const answer = await askJson<Inspection>(session, paths.find, { body }).catch(toRefusal);
      if (turn !== asked.current) return undefined;
      const isFound = !(answer instanceof Error);
      setBusy(false);
      setInspection(isFound ? answer : undefined);
      setRefusal(isFound ? undefined : answer);
      return isFound ? answer : undefined;
    },
    [session],
  );
  return { inspection, refusal, isBusy, find };
};
