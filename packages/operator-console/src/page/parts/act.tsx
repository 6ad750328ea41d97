/** What changes something: a dialog says what will happen, takes a reason, and asks for the name of the environment, as `partner-cli` does. */
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { toRefusal } from '../ops/ask.ts';
import { askJson, type Session, useSession } from '../ops/session-context.ts';
import { TextField } from './text-field.tsx';

/** What is sent; the reason is added to it. */
export type Act = { readonly path: string; readonly body: object };

type Props = {
  /** On the button that opens the dialog. */
  readonly label: string;
  /** What it is about, for whoever hears the button without its row. */
  readonly subject: string;
  /** What will happen, and what will not. */
  readonly sentence: string;
  /** Undefined while what the dialog asks for beside the reason is not complete. */
  readonly act: Act | undefined;
  /** Fields that the act is made of. */
  readonly children?: ComponentChildren;
  /** What to tell when it is done. */
  readonly done: (answer: never) => string;
  readonly onDone: () => void;
};

type Typed = { readonly reason: string; readonly environment: string };

/** Why nothing is sent yet. */
const mistakeIn = ({ act }: Pick<Props, 'act'>, { reason, environment }: Typed, meant: string) => {
  if (act === undefined) return 'Something is missing above: nothing was changed.';
  if (reason.trim().length < 3) return 'The reason has at least three characters: nothing was changed.';
  if (environment.trim() !== meant)
    return `The environment is ${meant} and not “${environment.trim()}”: nothing was changed.`;
  return undefined;
};

const send = (session: Session, { path, body }: Act, reason: string): Promise<never> =>
  askJson<never>(session, path, { body: { ...body, reason: reason.trim() } });

type QuestionsProps = Pick<Props, 'sentence' | 'children'> & {
  readonly typed: Typed;
  readonly onTyped: (typed: Typed) => void;
};

/** What is asked before anything is sent. */
const Questions: FunctionComponent<QuestionsProps> = ({ sentence, children, typed, onTyped }) => {
  const { environment: meant } = useSession();
  return (
    <>
      {children}
      <p class="sentence">{sentence}</p>
      <TextField
        label="Reason, which goes into the log with your name; nothing about travellers"
        value={typed.reason}
        onText={(reason) => onTyped({ ...typed, reason })}
      />
      <TextField
        label={`Type the name of the environment, ${meant}, to go on`}
        value={typed.environment}
        onText={(environment) => onTyped({ ...typed, environment })}
      />
    </>
  );
};

type Told = { readonly isDone: boolean; readonly text: string };

const ToldLine: FunctionComponent<{ readonly told: Told | undefined }> = ({ told }) => (
  <div role="status">
    {told !== undefined && (
      <p class={told.isDone ? 'good-text' : 'bad-text'}>
        {told.isDone ? '✓' : '✗'} {told.text}
      </p>
    )}
  </div>
);

/** A button with its dialog; nothing for a key that only looks. */
export const ActButton: FunctionComponent<Props> = (props) => {
  const { label, subject, sentence, act, children, done, onDone } = props;
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [typed, setTyped] = useState<Typed>({ reason: '', environment: '' });
  const [told, setTold] = useState<Told>();
  const [isBusy, setBusy] = useState(false);
  if (!session.mayAct) return null;

  const open = (): void => {
    setTyped({ reason: '', environment: '' });
    setTold(undefined);
    dialog.current?.showModal();
  };

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const mistake = mistakeIn(props, typed, session.environment);
    if (mistake !== undefined || act === undefined) return setTold({ isDone: false, text: mistake ?? '' });
    setBusy(true);
    try {
      setTold({ isDone: true, text: done(await send(session, act, typed.reason)) });
    } catch (error) {
      setTold({ isDone: false, text: toRefusal(error).message });
    }
    setBusy(false);
  };

  const close = (): void => {
    if (told?.isDone === true) onDone();
  };

  return (
    <>
      <button type="button" aria-haspopup="dialog" aria-label={`${label}: ${subject}`} onClick={open}>
        {label} …
      </button>
      <dialog ref={dialog} aria-labelledby={title} onClose={close}>
        <form onSubmit={(event) => void submit(event)}>
          <h2 id={title}>
            {label}: {subject}
          </h2>
          {told?.isDone !== true && (
            <Questions sentence={sentence} typed={typed} onTyped={setTyped}>
              {children}
            </Questions>
          )}
          <ToldLine told={told} />
          <p class="buttons">
            <button type="button" onClick={() => dialog.current?.close()}>
              {told?.isDone === true ? 'Close' : 'Cancel'}
            </button>
            {told?.isDone !== true && (
              <button type="submit" class="danger" disabled={isBusy}>
                {isBusy ? 'Sending …' : label}
              </button>
            )}
          </p>
        </form>
      </dialog>
    </>
  );
};
