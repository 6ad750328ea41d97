/** The whole console: whoever is not signed in signs in, and then sees the page of the address. */
import type { Operator } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Frame } from './frame.tsx';
import { createAsk, toRefusal } from './ops/ask.ts';
import { paths } from './ops/paths.ts';
import { askJson, type Session, SessionProvider } from './ops/session-context.ts';
import { forgetKey, keepKey, keptKey } from './session.ts';
import { SignIn } from './sign-in.tsx';

type SignedIn = { readonly key: string; readonly operator: Operator };

const sessionOf = ({ key, operator }: SignedIn, leave: (why: string) => void): Session => {
  const ask = createAsk(key);
  return {
    operator,
    mayAct: operator.scope !== 'read',
    environment: operator.environment,
    async askText(path, question) {
      try {
        return await ask(path, question);
      } catch (error) {
        if (toRefusal(error).status === 401) leave('The key is not taken any more. Sign in again.');
        throw error;
      }
    },
  };
};

export const App: FunctionComponent = () => {
  const [signedIn, setSignedIn] = useState<SignedIn>();
  const [told, setTold] = useState<string>();
  const [isBusy, setBusy] = useState(keptKey() !== null);

  const signIn = async (key: string): Promise<void> => {
    setBusy(true);
    setTold(undefined);
    try {
      const operator = await askJson<Operator>({ askText: createAsk(key) }, paths.operator);
      keepKey(key);
      setSignedIn({ key, operator });
    } catch (error) {
      const { status, message } = toRefusal(error);
      if (status === 401) forgetKey();
      setTold(status === 401 ? 'No operator has this key. Nothing was shown.' : message);
    }
    setBusy(false);
  };

  const signOut = (why?: string): void => {
    forgetKey();
    setSignedIn(undefined);
    setTold(why);
  };

  // Once, when the page is opened.
  useEffect(() => {
    const key = keptKey();
    if (key !== null) void signIn(key);
  }, []);

  // Leaving is the same for as long as somebody is signed in.
  const session = useMemo(
    () => (signedIn === undefined ? undefined : sessionOf(signedIn, signOut)),
    [signedIn],
  );

  if (session === undefined) return <SignIn onKey={signIn} told={told} isBusy={isBusy} />;
  return (
    <SessionProvider value={session}>
      <Frame onSignOut={() => signOut()} />
    </SessionProvider>
  );
};
