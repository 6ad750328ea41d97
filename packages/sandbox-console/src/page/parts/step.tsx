/** A step of the funnel: what is done on one side, and on the other the code that does it and what went over the wire. */
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { StepName } from '../gateway.ts';
import { ExchangeList } from './exchange-list.tsx';
import { Listing } from './listing.tsx';
import { useSurroundings } from './surroundings.ts';

type Props = {
  readonly name: StepName;
  readonly title: string;
  /** The text of the file that this step runs. */
  readonly code: string;
  readonly children: ComponentChildren;
};

export const Step: FunctionComponent<Props> = ({ name, title, code, children }) => {
  const { exchanges } = useSurroundings();
  const heading = useRef<HTMLHeadingElement>(null);
  // A step that appears is where whoever walks the funnel goes on; the first is there from the beginning.
  useEffect(() => {
    if (name !== 'search') heading.current?.focus();
  }, [name]);
  return (
    <section class="step" aria-labelledby={`${name}-title`}>
      <div class="doing">
        <h2 id={`${name}-title`} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {children}
      </div>
      <div class="telling">
        <details open>
          <summary>SDK code of this step</summary>
          <Listing label={`SDK code of ${title}`} text={code.trim()} />
        </details>
        <ExchangeList exchanges={exchanges.filter(({ step }) => step === name)} />
      </div>
    </section>
  );
};
