/** A field with its label above it. */
import type { FunctionComponent } from 'preact';
import { useId } from 'preact/hooks';

/** Undefined for what is empty or no whole number. */
export const wholeIn = (text: string): number | undefined =>
  /^\d{1,6}$/.test(text) ? Number(text) : undefined;

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  /** Default: any text. */
  readonly isWhole?: boolean;
};

export const TextField: FunctionComponent<Props> = ({ label, value, onText, isWhole = false }) => {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        maxLength={200}
        inputMode={isWhole ? 'numeric' : 'text'}
        autocomplete="off"
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
    </div>
  );
};
