/** Each client, as far as it decides whether its requests are served: keys, what its last requests ended with, limits, contracts. */
import type { ServiceState } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { paths } from '../ops/paths.ts';
import { usePolled } from '../ops/polled.ts';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Table } from '../parts/table.tsx';
import { Told } from '../parts/told.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { plain } from '../parts/wording.ts';
import { hashOf, type PageProps } from '../routing.ts';
import { ChangeLimits } from './change-limits.tsx';

const everyMs = 10_000;

type Client = ServiceState['clients'][number];

const Recent: FunctionComponent<Pick<Client, 'recent'>> = ({ recent }) => {
  if (recent === null) return <Verdict tone="warn">the journal is away</Verdict>;
  const { failed, empty, turned_away: away, last_code: code, last_correlation_id: id } = recent;
  return (
    <>
      <Verdict tone={failed + away === 0 ? 'good' : 'warn'}>{failed} failed</Verdict>, {empty} found nothing,{' '}
      {away} turned away
      {id !== null && (
        <>
          ; the last: <a href={hashOf('find', id)}>{code ?? 'its story'}</a>
        </>
      )}
    </>
  );
};

const factsOf = (client: Client): readonly Fact[] => [
  [
    'Keys of the partner',
    `${client.live_keys}${client.next_key_expiry === null ? '' : `, the next expires ${client.next_key_expiry}`}`,
  ],
  ['Last hour', <Recent recent={client.recent} />],
  [
    'Contracts',
    client.contracts
      .map(({ contract_code: code, countries, is_default: isDefault, is_in_force: isInForce }) => {
        const places = [...countries, ...(isDefault ? ['all other countries'] : [])].join(', ');
        return `${code} (${places}${isInForce ? '' : '; not in force'})`;
      })
      .join('; '),
  ],
];

type PanelProps = { readonly client: Client; readonly onDone: () => void };

const ClientPanel: FunctionComponent<PanelProps> = ({ client, onDone }) => (
  <section class="panel" aria-labelledby={`client-${client.client_id}`}>
    <h2 id={`client-${client.client_id}`}>
      {client.client_id} {!client.enabled && <Verdict tone="bad">disabled</Verdict>}
    </h2>
    <Facts facts={factsOf(client)} />
    <Table
      caption={`Rate limits of ${client.client_id}`}
      heads={['Limit', 'A minute', 'Left now', 'Changed until (UTC)']}
      figures={[1, 2]}
      rows={client.limits.map(({ class: name, per_minute: perMinute, left, changed_until: until }) => [
        plain(name),
        perMinute,
        left === 0 ? <Verdict tone="warn">0</Verdict> : left,
        until ?? '',
      ])}
    />
    <p>
      <ChangeLimits clientId={client.client_id} onDone={onDone} />
    </p>
  </section>
);

const heads = ['Client', 'Partner keys', '12go key', 'The last hour'] as const;

const rowOf = (client: Client) => [
  <>
    <a href={hashOf('clients', client.client_id)}>{client.client_id}</a>{' '}
    {!client.enabled && <Verdict tone="bad">disabled</Verdict>}
  </>,
  <Verdict key="keys" tone={client.live_keys > 0 ? 'good' : 'bad'}>
    {client.live_keys}
  </Verdict>,
  <Verdict key="upstream" tone={client.has_upstream_key ? 'good' : 'bad'}>
    {client.has_upstream_key ? 'there' : 'missing'}
  </Verdict>,
  <Recent key="recent" recent={client.recent} />,
];

export const ClientsPage: FunctionComponent<PageProps> = ({ about }) => {
  const polled = usePolled<ServiceState>({ path: paths.state, everyMs });
  return (
    <Told polled={polled}>
      {({ clients, read_at: readAt }) => {
        const chosen = clients.find(({ client_id: id }) => id === about);
        return (
          <>
            <p class="muted small">
              At the instance that answers, read at {readAt} UTC and again every {everyMs / 1_000} s.
            </p>
            {chosen !== undefined && <ClientPanel client={chosen} onDone={polled.again} />}
            <section class="panel" aria-labelledby="all">
              <h2 id="all">All clients</h2>
              <Table caption="Clients" heads={heads} rows={clients.map(rowOf)} />
            </section>
          </>
        );
      }}
    </Told>
  );
};
