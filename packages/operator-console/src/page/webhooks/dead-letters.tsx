/** Webhooks of a client that nobody tries any more, and how they are sent again. */
import type { ReplayedWebhooks, ReplayWebhooksRequest, WebhookDeadLetters } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { paths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { ActButton } from '../parts/act.tsx';
import { Table } from '../parts/table.tsx';
import { Told } from '../parts/told.tsx';
import { plain } from '../parts/wording.ts';
import { hashOf } from '../routing.ts';

type Letter = WebhookDeadLetters['dead_letters'][number];

const done = ({ replayed }: ReplayedWebhooks): string =>
  `${replayed} wait again; the endpoints show how they go.`;

type ReplayProps = {
  readonly clientId: string;
  /** Undefined: every one of the client. */
  readonly eventId?: string;
  readonly onDone: () => void;
};

const Replay: FunctionComponent<ReplayProps> = ({ clientId, eventId, onDone }) => {
  const body: Omit<ReplayWebhooksRequest, 'reason'> = {
    client_id: clientId,
    ...(eventId === undefined ? { all: true } : { event_ids: [eventId] }),
  };
  const which = eventId === undefined ? 'every dead webhook' : `the dead webhook ${eventId}`;
  return (
    <ActButton
      label={eventId === undefined ? 'Send all again' : 'Send again'}
      subject={eventId ?? clientId}
      sentence={`Send ${which} of ${clientId} again, with the ids that they had.`}
      act={{ path: paths.replayWebhooks, body }}
      done={done}
      onDone={onDone}
    />
  );
};

const heads = ['Event', 'Booking', 'Why', 'Attempts', 'Last outcome', 'Died (UTC)', ''] as const;

const rowOf = (letter: Letter, clientId: string, onDone: () => void) => [
  <code key="event">{letter.event_id}</code>,
  <a key="booking" href={hashOf('find', letter.booking_id)}>
    {letter.booking_id}
  </a>,
  plain(letter.reason),
  letter.attempts,
  letter.last_outcome ?? '',
  letter.died_at,
  <Replay key="replay" clientId={clientId} eventId={letter.event_id} onDone={onDone} />,
];

type Props = { readonly clientId: string; readonly onDone: () => void };

export const DeadLetters: FunctionComponent<Props> = ({ clientId, onDone }) => {
  const [before, setBefore] = useState<number>();
  const polled = usePolled<WebhookDeadLetters>({
    path: paths.webhookDeadLetters,
    query: { client_id: clientId, before },
  });
  const again = (): void => {
    polled.again();
    onDone();
  };
  return (
    <section class="panel" aria-labelledby="dead">
      <h2 id="dead">Dead letters of {clientId}</h2>
      <Told polled={polled}>
        {({ dead_letters: letters, next_before: next }) => (
          <>
            {letters.length === 0 ? (
              <p>None was given up.</p>
            ) : (
              <>
                <p>
                  <Replay clientId={clientId} onDone={again} />
                </p>
                <Table
                  caption={`Dead letters of ${clientId}`}
                  heads={heads}
                  figures={[3]}
                  rows={letters.map((letter) => rowOf(letter, clientId, again))}
                  keys={letters.map(({ event_id: id }) => id)}
                />
              </>
            )}
            <p class="buttons">
              {before !== undefined && (
                <button type="button" onClick={() => setBefore(undefined)}>
                  The latest
                </button>
              )}
              {next !== null && (
                <button type="button" onClick={() => setBefore(next)}>
                  Earlier ones
                </button>
              )}
            </p>
          </>
        )}
      </Told>
    </section>
  );
};
