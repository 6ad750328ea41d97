/** A gateway that is killed while 12go works on its reserve; another one on the same Redis is asked. */

import { eventually } from '../../faults/eventually.ts';
import { sendTo } from '../../support/api.ts';
import { besideSettings } from '../../support/beside-settings.ts';
import { bangkokData, open, ownKey } from '../../support/builders.ts';
import { runProgram } from '../../support/program.ts';
import type { Clue, Ground } from '../incident.ts';
import { byCorrelation, headersOf, ownId } from '../played.ts';

const portsIn = (said: string): number[] =>
  said
    .split('\n')
    .filter((line) => line.includes('"Listening"'))
    .map((line) => (JSON.parse(line) as { readonly port: number }).port);

const tripInDays = (days: number): string => {
  const date = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return `TH014901tK0Rob00F0kQ2r7M-${date}-07:30`;
};

/** Plays it: the partner sees a reset connection. */
export const killedReserve = async ({ onRedis }: Ground): Promise<Clue> => {
  const { api, redisUrl } = await onRedis();
  const program = runProgram('src/programs/gateway.ts', {
    ...besideSettings(api.config),
    STORE: 'redis',
    REDIS_URL: redisUrl,
    LOG_LEVEL: 'info',
  });
  const said = await eventually(program.stdout, (text) => portsIn(text).length > 0, { limitMs: 30_000 });
  const baseUrl = `http://127.0.0.1:${portsIn(said)[0]}`;
  const demo = api.as('demo');
  const { booking_token } = await eventually(
    () => open(demo, tripInDays(70)).catch(() => undefined),
    (opened) => opened !== undefined,
    { limitMs: 20_000 },
  ).then((opened) => opened ?? { booking_token: '' });
  const id = ownId();
  api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'slow', times: 1, delayMs: 3_000 });
  const lost = sendTo(baseUrl, 'POST', '/v1/demo/bookings', {
    headers: { 'x-api-key': demo.apiKey, ...ownKey(), ...headersOf(id) },
    body: { booking_token, booking_data: bangkokData() },
  }).catch(() => undefined);
  await eventually(
    () => api.sandbox.calls('reserve'),
    (calls) => calls > 0,
    { limitMs: 20_000 },
  );
  program.kill();
  await lost;
  return byCorrelation(api, id, { causes: ['instance_died', 'write_running'], action: /Send nothing again/ });
};
