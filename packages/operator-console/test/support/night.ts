/** A gateway on a bad night: a booking that went well, a reserve whose answer was lost, webhooks that nobody takes, seats that are held. */
import { hashApiKey } from '@partner-gateway/api-keys';
import { opsScopes } from '@partner-gateway/contract';
import { type Api, startApi } from '../../../server/test/support/api.ts';
import { confirm, createBody, hanoiTrip, open, ownKey } from '../../../server/test/support/builders.ts';
import { impatient, type LostWrite, loseReserve } from '../../../server/test/support/lost-writes.ts';
import { type Receiver, startReceiver } from '../../../server/test/support/receiver.ts';
import { until } from '../../../write-guard/test/support/until.ts';

/** Keys of operators, one a scope. */
export const operatorKeys = { read: 'gwo_looks', act: 'gwo_acts', admin: 'gwo_rules' } as const;

/** What happened that night. */
export type Night = {
  readonly api: Api;
  /** Confirmed, and its partner could not be told. */
  readonly bookingId: string;
  readonly lost: LostWrite;
  close(): Promise<void>;
};

const environment = {
  OPS_KEY_HASHES: opsScopes
    .map((scope) => `of-${scope}:${scope}=${hashApiKey(operatorKeys[scope], scope)}`)
    .join(),
  METRICS_ACCESS: 'key',
  RESERVE_LOOK_UP: 'none',
  WEBHOOK_ALLOW_PRIVATE: 'true',
  WEBHOOK_RETRY_SECONDS: '1',
};

const startGateway = (receiver: Receiver): Promise<Api> =>
  startApi({
    environment,
    timing: { ...impatient, outcomeResolver: { everyMs: 3_600_000 } },
    secrets: { 'hooks/demo': 'a-secret' },
    clients: {
      demo: { webhook: { url: receiver.url, auth_header: 'X-Hook', secret_ref: 'hooks/demo' } },
    },
  });

const deadLetters = async (api: Api): Promise<number> => {
  const answer = await api.ops('/ops/v1/webhooks/dead-letters?client_id=demo', {
    'x-ops-key': operatorKeys.read,
  });
  return (JSON.parse(answer.text) as { dead_letters: unknown[] }).dead_letters.length;
};

const holdSeats = async (api: Api): Promise<void> => {
  const { booking_token } = await open(api.as('demo'), hanoiTrip(), 2);
  await api.as('demo').post('/seats', { booking_token, booking_data: { seat_selection: ['A1', 'B1'] } });
};

/** Plays it. */
export const playNight = async (): Promise<Night> => {
  const receiver = await startReceiver(() => 500);
  const api = await startGateway(receiver);
  const { id: bookingId } = await confirm(api.as('demo'));
  await until(async () => {
    api.sandbox.clock.advance(10_000);
    if ((await deadLetters(api)) < 2) throw new Error('the webhooks are still tried');
  });
  const lost = await loseReserve(api, 'timeout_after');
  api.sandbox.scenarios.clear();
  await holdSeats(api);
  await api
    .as('demo')
    .post('/bookings', { ...(await createBody(api.as('demo'))), booking_token: 'x' }, ownKey());
  return {
    api,
    bookingId,
    lost,
    async close() {
      await api.close();
      await receiver.close();
    },
  };
};
