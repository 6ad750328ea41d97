/** Changes of bookings on their way to partners: how each endpoint is, what was given up, and what 12go told that nobody could use. */
import type { Webhooks } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { paths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { Table } from '../parts/table.tsx';
import { Told } from '../parts/told.tsx';
import { type Tone, Verdict } from '../parts/verdict.tsx';
import { ageText, plain } from '../parts/wording.ts';
import { hashOf, type PageProps } from '../routing.ts';
import { DeadLetters } from './dead-letters.tsx';
import { EndpointButton } from './endpoint-button.tsx';
import { SetAside } from './set-aside.tsx';

const everyMs = 15_000;

type Webhook = Webhooks['webhooks'][number];

const stateOf = ({ disabled, unusable_because: why, failing_since: since }: Webhook): [Tone, string] => {
  if (disabled !== null) return ['bad', `disabled (${disabled.reason}) since ${disabled.since}`];
  if (why !== null) return ['bad', plain(why)];
  return since === null ? ['good', 'usable'] : ['warn', `failing since ${since}`];
};

const heads = ['Client', 'Host', 'State (UTC)', 'Waiting', 'Oldest', 'Dead', ''] as const;

const rowOf = (webhook: Webhook, onDone: () => void) => {
  const [tone, state] = stateOf(webhook);
  const { client_id: client, oldest_waiting_seconds: oldest } = webhook;
  return [
    client,
    webhook.host,
    <Verdict key="state" tone={tone}>
      {state}
    </Verdict>,
    webhook.waiting,
    oldest === null ? '' : ageText(oldest),
    webhook.dead === 0 ? (
      0
    ) : (
      <a href={hashOf('webhooks', client)}>
        {webhook.dead} of {client}
      </a>
    ),
    <EndpointButton
      key="change"
      clientId={client}
      state={webhook.disabled === null ? 'disabled' : 'enabled'}
      onDone={onDone}
    />,
  ];
};

export const WebhooksPage: FunctionComponent<PageProps> = ({ about }) => {
  const polled = usePolled<Webhooks>({ path: paths.webhooks, everyMs });
  return (
    <>
      <section class="panel" aria-labelledby="endpoints">
        <h2 id="endpoints">Endpoints</h2>
        <Told polled={polled}>
          {({ webhooks, read_at: readAt }) => (
            <>
              <p class="muted small">
                Read at {readAt} UTC, and again every {everyMs / 1_000} s.
              </p>
              {webhooks.length === 0 ? (
                <p>No webhook is set up.</p>
              ) : (
                <Table
                  caption="Webhook endpoints"
                  heads={heads}
                  figures={[3, 4, 5]}
                  rows={webhooks.map((webhook) => rowOf(webhook, polled.again))}
                  keys={webhooks.map(({ client_id: client, disabled }) => `${client} ${disabled === null}`)}
                />
              )}
            </>
          )}
        </Told>
      </section>
      {about !== undefined && <DeadLetters key={about} clientId={about} onDone={polled.again} />}
      <SetAside />
    </>
  );
};
