/** The two sides of the comparison: the fake on a port, and the real gateway with a sandbox of 12go. */
import { startEmbedded } from '@partner-gateway/server/embedded';
import { createPartnerFake } from '../../src/index.ts';
import type { Side } from './api.ts';

type Opened = { readonly sides: readonly [Side, Side]; readonly close: () => Promise<void> };

/** Opens both at the same moment of their clocks. */
export const openSides = async (): Promise<Opened> => {
  const nowMs = Date.now();
  const embedded = await startEmbedded({ now: nowMs, isNotified: false });
  const { baseUrl, clientId, apiKey, sandbox } = embedded;
  const fake = createPartnerFake({ clientId, apiKey, now: nowMs });
  const listening = await fake.listen();
  const gatewaySide: Side = {
    name: 'gateway',
    baseUrl,
    clientId,
    apiKey,
    advance: (ms) => sandbox.clock.advance(ms),
    stage: ({ gateway }) =>
      sandbox.scenarios.set({ times: 1, ...gateway } as Parameters<typeof sandbox.scenarios.set>[0]),
    clear: () => sandbox.scenarios.clear(),
  };
  const fakeSide: Side = {
    name: 'fake',
    baseUrl: listening.baseUrl,
    clientId,
    apiKey,
    advance: fake.clock.advance,
    stage: (staging) => fake.scenarios.set(staging.fake),
    clear: fake.scenarios.clear,
  };
  const close = async (): Promise<void> => {
    await listening.close();
    await embedded.close();
  };
  return { sides: [fakeSide, gatewaySide], close };
};
