/** Seats that booking sessions hold against each other, of a client or of a departure. */
import type { ReleasedSeatLocks, ReleaseSeatLocksRequest, SeatLocks } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import type { Query } from '../ops/ask.ts';
import { paths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { ActButton } from '../parts/act.tsx';
import { Table } from '../parts/table.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Told } from '../parts/told.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { hashOf, type PageProps } from '../routing.ts';

type Lock = SeatLocks['seat_locks'][number];

const done = ({ released, effect }: ReleasedSeatLocks): string =>
  released.length === 0 ? 'The session held no seat there.' : `Released ${released.join(', ')}. ${effect}`;

type ReleaseProps = { readonly lock: Lock; readonly onDone: () => void };

const Release: FunctionComponent<ReleaseProps> = ({ lock, onDone }) => {
  const { client_id, session_id, trip_id, date } = lock;
  const body: Omit<ReleaseSeatLocksRequest, 'reason'> = { client_id, session_id, trip_id, date };
  return (
    <ActButton
      label="Release"
      subject={`session ${session_id}`}
      sentence={`Release what session ${session_id} of ${client_id} holds on ${trip_id} of ${date}; 12go keeps what it holds.`}
      act={{ path: paths.releaseSeatLocks, body }}
      done={done}
      onDone={onDone}
    />
  );
};

const heads = ['Seat', 'Client', 'Session', 'Trip', 'Date', 'Until (UTC)', ''] as const;

const rowOf = (lock: Lock, onDone: () => void) => [
  lock.seat,
  lock.client_id,
  <code key="session">{lock.session_id}</code>,
  <code key="trip">{lock.trip_id}</code>,
  lock.date,
  lock.locked_until,
  <Release key="release" lock={lock} onDone={onDone} />,
];

const Locks: FunctionComponent<{ readonly query: Query }> = ({ query }) => {
  const polled = usePolled<SeatLocks>({ path: paths.seatLocks, query, everyMs: 15_000 });
  return (
    <Told polled={polled}>
      {({ seat_locks: locks, count, read_at: readAt }) => (
        <>
          <p class="muted small">
            Read at {readAt} UTC. {count > locks.length && `${count - locks.length} more are not shown.`}
          </p>
          {locks.length === 0 ? (
            <p class="panel">
              <Verdict tone="good">No seat is locked.</Verdict>
            </p>
          ) : (
            <div class="panel">
              <Table
                caption="Seat locks"
                heads={heads}
                rows={locks.map((lock) => rowOf(lock, polled.again))}
                keys={locks.map(({ trip_id: trip, date, seat }) => `${trip} ${date} ${seat}`)}
              />
            </div>
          )}
        </>
      )}
    </Told>
  );
};

type Typed = { readonly client: string; readonly trip: string; readonly date: string };

const isComplete = ({ client, trip, date }: Typed): boolean =>
  (client !== '' || trip !== '') && (trip === '') === (date === '');

export const LocksPage: FunctionComponent<PageProps> = ({ about = '' }) => {
  const [typed, setTyped] = useState<Typed>({ client: about, trip: '', date: '' });
  const [asked, setAsked] = useState<Typed | undefined>(about === '' ? undefined : typed);
  const [mistake, setMistake] = useState<string>();
  const submit = (event: Event): void => {
    event.preventDefault();
    const isFine = isComplete(typed);
    setMistake(isFine ? undefined : 'Say a client, or a trip with its date.');
    if (!isFine) return;
    setAsked(typed);
    history.replaceState(null, '', typed.client === '' ? hashOf('locks') : hashOf('locks', typed.client));
  };
  const setting = (name: keyof Typed) => (text: string) => setTyped({ ...typed, [name]: text.trim() });
  return (
    <>
      <p>
        Locks are the gateway’s own and end by themselves within half an hour; what 12go holds is not among
        them.
      </p>
      <search>
        <form class="find" onSubmit={submit}>
          <TextField label="Client" value={typed.client} onText={setting('client')} />
          <TextField
            label="Trip, the first part of an itinerary id"
            value={typed.trip}
            onText={setting('trip')}
          />
          <TextField label="Date, such as 2026-12-05" value={typed.date} onText={setting('date')} />
          <button type="submit" class="primary">
            Show
          </button>
        </form>
      </search>
      <div role="alert">{mistake !== undefined && <p class="bad-text">✗ {mistake}</p>}</div>
      {asked !== undefined && (
        <Locks query={{ client_id: asked.client, trip_id: asked.trip, date: asked.date }} />
      )}
    </>
  );
};
