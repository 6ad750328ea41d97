/** Who is signed in, and how to ask in that name: for every part of the page. */
import type { Operator } from '@partner-gateway/contract';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AskText, Question } from './ask.ts';

/** A signed-in operator. */
export type Session = {
  readonly operator: Operator;
  readonly askText: AskText;
  /** Whether the key may change what is going on. */
  readonly mayAct: boolean;
  /** What the place is called, which is asked for before anything acts. */
  readonly environment: string;
};

const context = createContext<Session | undefined>(undefined);

export const SessionProvider = context.Provider;

export const useSession = (): Session => {
  const session = useContext(context);
  if (session === undefined) throw new Error('nobody is signed in');
  return session;
};

/** Asks for JSON; whatever a newer gateway says beyond the type is left alone. */
export const askJson = async <Answer>(
  { askText }: Pick<Session, 'askText'>,
  path: string,
  question?: Question,
): Promise<Answer> => JSON.parse(await askText(path, question)) as Answer;
