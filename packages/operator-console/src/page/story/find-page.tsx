/** Finds the story that a text leads to, and tells it; it can be followed while it goes on. */
import type { FunctionComponent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { repeated } from '../ops/repeated.ts';
import { TextField } from '../parts/text-field.tsx';
import { Refusal } from '../parts/told.tsx';
import { hashOf, type PageProps } from '../routing.ts';
import { useFinding } from './finding.ts';
import { Story } from './story.tsx';

const followedEveryMs = 5_000;

export const FindPage: FunctionComponent<PageProps> = ({ about }) => {
  const [text, setText] = useState(about ?? '');
  const [clientId, setClientId] = useState('');
  const [isFollowed, setFollowed] = useState(false);
  const { inspection, refusal, isBusy, find } = useFinding();
  /** What was looked for last, and of which client: what is in the form may be the next. */
  const looked = useRef({ text: '', clientId: '', isUnderWay: false });

  const look = async (wanted: string, client: string): Promise<void> => {
    const mine = { text: wanted, clientId: client, isUnderWay: true };
    const place = location.hash;
    looked.current = mine;
    const found = await find(wanted, client);
    mine.isUnderWay = false;
    // Whoever went elsewhere meanwhile stays there.
    if (found === undefined || location.hash !== place) return;
    // A sealed text opens a booking, so it stays out of the address.
    location.hash = hashOf('find', found.resolved.asked === wanted ? wanted : undefined);
  };

  useEffect(() => {
    if (about === undefined || about === looked.current.text) return;
    setText(about);
    setClientId('');
    void look(about, '');
  }, [about]);

  useEffect(() => {
    if (!isFollowed) return;
    return repeated(async () => {
      const { text: last, clientId: client, isUnderWay } = looked.current;
      if (!isUnderWay) await find(last, client);
    }, followedEveryMs);
  }, [isFollowed, find]);

  const submit = (event: Event): void => {
    event.preventDefault();
    setFollowed(false);
    void look(text.trim(), clientId);
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
          <button type="submit" class="primary">
            {isBusy && !isFollowed ? 'Looking …' : 'Find'}
          </button>
          <p id="text-note" class="muted small">
            A booking id in any form, a correlation, request or trace id, an idempotency key, the id of an
            incomplete result, a booking token, a cart, or 12go’s number of a booking.
          </p>
        </form>
      </search>
      {refusal !== undefined && <Refusal refusal={refusal} />}
      {inspection !== undefined && (
        <Story inspection={inspection} isFollowed={isFollowed} onFollowed={setFollowed} />
      )}
    </>
  );
};
