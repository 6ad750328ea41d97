/** How something is, told by a word and a sign, and by a colour only beside them. */
import type { ComponentChildren, FunctionComponent } from 'preact';

export type Tone = 'good' | 'warn' | 'bad' | 'open' | 'plain';

const signs: Readonly<Record<Tone, string>> = { good: '✓', warn: '!', bad: '✗', open: '?', plain: '·' };

type Props = { readonly tone: Tone; readonly children: ComponentChildren };

export const Verdict: FunctionComponent<Props> = ({ tone, children }) => (
  <span class={`verdict ${tone}`}>
    <span aria-hidden="true">{signs[tone]}</span> {children}
  </span>
);
