/** Finds the story that a text leads to, and tells it. */
import type { FindRequest, Inspection } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type OpsRefusal, toRefusal } from '../ops/ask.ts';
import { paths } from '../ops/paths.ts';
import { askJson, useSession } from '../ops/session-context.ts';
import { TextField } from '../parts/text-field.tsx';
import { Refusal } from '../parts/told.tsx';
import { hashOf, type PageProps } from '../routing.ts';
import { Story } from './story.tsx';

/** Where it is, for whoever sends it to a colleague; a sealed text opens a booking and stays out of the address. */
const noteAddress = (text: string, { resolved }: Inspection): void => {
  if (resolved.asked === text) history.replaceState(null, '', hashOf('find', text));
};

export const FindPage: FunctionComponent<PageProps> = ({ about }) => {
  const session = useSession();
  const [text, setText] = useState(about ?? '');
  const [clientId, setClientId] = useState('');
  const [inspection, setInspection] = useState<Inspection>();
  const [refusal, setRefusal] = useState<OpsRefusal>();
  const [isBusy, setBusy] = useState(false);

  const find = async (wanted: string): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    const body: FindRequest = { text: wanted.trim(), ...(clientId !== '' && { client_id: clientId }) };
    try {
      const found = await askJson<Inspection>(session, paths.find, { body });
      setInspection(found);
      noteAddress(body.text, found);
    } catch (error) {
      setInspection(undefined);
      setRefusal(toRefusal(error));
    }
    setBusy(false);
  };

  // An address is looked up once, however the form changes.
  useEffect(() => {
    if (about === undefined) return;
    setText(about);
    void find(about);
  }, [about]);

  const submit = (event: Event): void => {
    event.preventDefault();
    void find(text);
  };

  return (
    <>
      <search>
        <form class="find" onSubmit={submit}>
          <div class="wide">
            <label for="text">Anything you have</label>
            <input
              id="text"
              type="search"
              required
              spellcheck={false}
              autocomplete="off"
              aria-describedby="text-note"
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </div>
          <TextField label="Client (optional)" value={clientId} onText={(name) => setClientId(name.trim())} />
          <button type="submit" class="primary" disabled={isBusy}>
            {isBusy ? 'Looking …' : 'Find'}
          </button>
          <p id="text-note" class="muted small">
            A booking id in any form, a correlation, request or trace id, an idempotency key, the id of an
            incomplete result, a booking token, a cart, or 12go’s number of a booking.
          </p>
        </form>
      </search>
      {refusal !== undefined && <Refusal refusal={refusal} />}
      {inspection !== undefined && <Story inspection={inspection} onAgain={() => void find(text)} />}
    </>
  );
};
