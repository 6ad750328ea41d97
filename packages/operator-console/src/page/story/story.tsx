/** One story: what is wrong and what to do first, then the flight recorder, then everything else that is known. */
import type { Inspection } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Facts } from '../parts/facts.tsx';
import { Table } from '../parts/table.tsx';
import { plain } from '../parts/wording.ts';
import { hashOf } from '../routing.ts';
import { DiagnosisPanel } from './diagnosis-panel.tsx';
import { StoryLines } from './log-lines.tsx';
import { factsOf } from './story-facts.ts';
import { Timeline } from './timeline.tsx';

const titleOf = ({ booking, resolved, request }: Inspection): string => {
  if (booking !== null) return `Booking ${booking.id}, ${booking.status}`;
  if (request !== null) return `Request ${request.correlation_id}, ${request.status}`;
  const cart = resolved.cart === null ? resolved.asked : `Cart ${resolved.cart}`;
  return resolved.booking_id ?? cart;
};

const Price: FunctionComponent<Pick<Inspection, 'price'>> = ({ price }) =>
  price === null ? null : (
    <section class="panel" aria-labelledby="price">
      <h3 id="price">Price, step by step</h3>
      <Table
        caption="Steps of the price"
        heads={['Step', 'How']}
        rows={price.trace.map(({ step, text }) => [plain(step), text])}
      />
    </section>
  );

const Others: FunctionComponent<Pick<Inspection, 'others'>> = ({ others }) =>
  others.length === 0 ? null : (
    <section class="panel" aria-labelledby="others">
      <h3 id="others">The same text leads to more</h3>
      <ul>
        {others.map(({ client_id: client, subject }) => (
          <li key={subject}>
            <a href={hashOf('find', subject)}>
              {client ?? 'no client'} {subject}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );

/** What the log knows it by; null where it would be a text that opens a booking. */
const aboutOf = ({ booking, resolved, request }: Inspection): string | null =>
  booking?.id ?? resolved.booking_id ?? resolved.cart ?? request?.correlation_id ?? null;

type Props = {
  readonly inspection: Inspection;
  readonly isFollowed: boolean;
  readonly onFollowed: (isFollowed: boolean) => void;
};

export const Story: FunctionComponent<Props> = ({ inspection, isFollowed, onFollowed }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const title = titleOf(inspection);
  const about = aboutOf(inspection);
  // Another story is read from its beginning.
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <article class="story">
      <div class="headed">
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <p class="muted small">
          Read at {inspection.inspected_at} UTC.{' '}
          <button type="button" aria-pressed={isFollowed} onClick={() => onFollowed(!isFollowed)}>
            Follow
          </button>
        </p>
      </div>
      <DiagnosisPanel diagnosis={inspection.diagnosis} />
      <Timeline inspection={inspection} />
      <section class="panel" aria-labelledby="facts">
        <h3 id="facts">What is known</h3>
        <Facts facts={factsOf(inspection)} />
      </section>
      <Price price={inspection.price} />
      {about !== null && <StoryLines key={about} about={about} />}
      <Others others={inspection.others} />
    </article>
  );
};
