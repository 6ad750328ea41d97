/** Preformatted text that is scrolled by keyboard where there is more than fits. */
import type { FunctionComponent } from 'preact';

type Props = {
  /** What it is, for whoever cannot see where it stands. */
  readonly label: string;
  readonly text: string;
};

export const Listing: FunctionComponent<Props> = ({ label, text }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
  <section class="listing" aria-label={label} tabIndex={0}>
    <pre>{text}</pre>
  </section>
);
