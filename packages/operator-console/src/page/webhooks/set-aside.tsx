/** Notifications of 12go that could not be read, attributed or worked. */
import type { NotificationDeadLetters } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { paths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { Table } from '../parts/table.tsx';
import { Told } from '../parts/told.tsx';
import { plain } from '../parts/wording.ts';

const heads = ['Why', 'Client', '12go number', 'Signed', 'Bytes', 'Digest', 'Set aside (UTC)'] as const;

export const SetAside: FunctionComponent = () => {
  const polled = usePolled<NotificationDeadLetters>({ path: paths.notificationDeadLetters, everyMs: 30_000 });
  return (
    <section class="panel" aria-labelledby="aside">
      <h2 id="aside">Notifications of 12go that were set aside</h2>
      <Told polled={polled}>
        {({ dead_letters: letters, count }) =>
          letters.length === 0 ? (
            <p>None was set aside.</p>
          ) : (
            <>
              <p class="muted small">
                {letters.length} of {count}, the latest first.
              </p>
              <Table
                caption="Notifications that were set aside"
                heads={heads}
                figures={[4]}
                rows={letters.map((letter) => [
                  plain(letter.reason),
                  letter.client_id ?? '',
                  letter.integration_booking_id ?? '',
                  letter.is_signed ? 'yes' : 'no',
                  letter.bytes ?? '',
                  <code key="digest">{letter.digest?.slice(0, 12) ?? ''}</code>,
                  letter.set_aside_at ?? '',
                ])}
              />
            </>
          )
        }
      </Told>
    </section>
  );
};
