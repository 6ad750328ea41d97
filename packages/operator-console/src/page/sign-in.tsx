/** Asks for the operator's key. */
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';

type Props = {
  readonly onKey: (key: string) => Promise<void>;
  readonly told: string | undefined;
  readonly isBusy: boolean;
};

/** What copying leaves around a key, or puts into it. */
const isSendable = (key: string): boolean => /^[!-~]+$/.test(key);

export const SignIn: FunctionComponent<Props> = ({ onKey, told, isBusy }) => {
  const [key, setKey] = useState('');
  const [mistake, setMistake] = useState<string>();
  const submit = (event: Event): void => {
    event.preventDefault();
    const typed = key.trim();
    const isFine = isSendable(typed);
    setMistake(isFine ? undefined : 'A key has no blanks, line breaks or typographic quotes in it.');
    if (isFine) void onKey(typed);
  };
  const said = mistake ?? told;
  return (
    <main class="sign-in">
      <h1>Operator console</h1>
      <p class="muted">{location.host}</p>
      <form onSubmit={submit}>
        <label for="key">Operator key</label>
        <input
          id="key"
          type="password"
          autocomplete="off"
          spellcheck={false}
          value={key}
          onInput={({ currentTarget }) => setKey(currentTarget.value)}
          aria-describedby="key-note"
          required
        />
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? 'Asking …' : 'Sign in'}
        </button>
        <div role="alert">{said !== undefined && <p class="bad-text">✗ {said}</p>}</div>
        <p id="key-note" class="muted small">
          The one that partner-cli has in PARTNER_CLI_OPS_KEY. It is kept in this tab until you sign out or
          close it, and what it may do is what its scope says.
        </p>
      </form>
    </main>
  );
};
