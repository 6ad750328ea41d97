/** What is shown of an answer: that it is awaited, why there is none, or what is in it. */
import type { ComponentChildren } from 'preact';
import type { OpsRefusal } from '../ops/ask.ts';
import type { Polled } from '../ops/polled.ts';

/** Why there is no answer. */
export const Refusal = ({ refusal }: { readonly refusal: OpsRefusal }) => (
  <div class="panel refusal" role="alert">
    <p class="bad-text">✗ {refusal.message}</p>
    {refusal.code !== undefined && (
      <p class="muted small">
        {refusal.code}
        {refusal.correlationId !== undefined && `, correlation id ${refusal.correlationId}`}
      </p>
    )}
  </div>
);

type Props<Answer> = {
  readonly polled: Polled<Answer>;
  readonly children: (answer: Answer) => ComponentChildren;
};

export const Told = <Answer,>({ polled: { answer, refusal }, children }: Props<Answer>) => (
  <>
    {refusal !== undefined && <Refusal refusal={refusal} />}
    {answer === undefined && refusal === undefined && <p class="muted">Asking …</p>}
    {answer !== undefined && children(answer)}
  </>
);
