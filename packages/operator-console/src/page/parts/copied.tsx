/** A text to take along, such as a command. */
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';

export const Copied: FunctionComponent<{ readonly text: string; readonly label: string }> = ({
  text,
  label,
}) => {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <p class="copied">
      <code>{text}</code>
      <button type="button" aria-label={`Copy ${label}`} onClick={() => void copy()}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
    </p>
  );
};
