/** Takes a webhook endpoint out, or puts it back. */
import type { WebhookEndpointChange, WebhookEndpointRequest } from '@partner-gateway/contract';
import type { FunctionComponent } from 'preact';
import { paths } from '../ops/paths.ts';
import { ActButton } from '../parts/act.tsx';

type State = WebhookEndpointRequest['state'];

const labels: Readonly<Record<State, string>> = { enabled: 'Enable', disabled: 'Disable' };

const sentenceOf = (clientId: string, state: State): string =>
  state === 'enabled'
    ? `Send webhooks to the endpoint of ${clientId} again.`
    : `Send nothing more to the endpoint of ${clientId}; what is due becomes a dead letter.`;

const done = ({ was_changed: wasChanged, effect, dead }: WebhookEndpointChange): string =>
  [wasChanged ? '' : 'It was so before.', effect, dead > 0 ? `Dead letters: ${dead}.` : ''].join(' ').trim();

type Props = { readonly clientId: string; readonly state: State; readonly onDone: () => void };

export const EndpointButton: FunctionComponent<Props> = ({ clientId, state, onDone }) => {
  const body: Omit<WebhookEndpointRequest, 'reason'> = { client_id: clientId, state };
  return (
    <ActButton
      label={labels[state]}
      subject={`the endpoint of ${clientId}`}
      sentence={sentenceOf(clientId, state)}
      act={{ path: paths.changeWebhookEndpoint, body }}
      done={done}
      onDone={onDone}
    />
  );
};
