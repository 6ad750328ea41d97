/** The two sides of the comparison: the fake on a port, and the real gateway with a sandbox of 12go. */
import { type EmbeddedGateway, type EmbeddedOptions, startEmbedded } from '@partner-gateway/server/embedded';
import { createPartnerFake } from '../../src/index.ts';
import type { Side } from './api.ts';

type Opened = { readonly sides: readonly [Side, Side]; readonly close: () => Promise<void> };

const gatewaySide = (embedded: EmbeddedGateway): Side => {
  const { baseUrl, clientId, apiKey, sandbox } = embedded;
  return {
    name: 'gateway',
    baseUrl,
    clientId,
    apiKey,
    advance: (ms) => sandbox.clock.advance(ms),
    stage: async ({ gateway }) => {
      if (typeof gateway === 'function') await gateway(embedded);
      else if (gateway !== undefined) sandbox.scenarios.set({ times: 1, ...gateway });
    },
    clear: () => sandbox.scenarios.clear(),
  };
};

/** Starts a gateway whose waits for 12go pass at once, on its clock, and which forgets what 12go failed in. */
const startHasty = async (options: EmbeddedOptions): Promise<EmbeddedGateway> => {
  let started: EmbeddedGateway | undefined;
  const sleep = async (ms: number): Promise<void> => {
    await started?.gateway.parts.deps.upstream.rechecks.idle();
    started?.sandbox.clock.advance(ms);
  };
  const timing = { sleep, callControl: { isWatching: false }, ...options.timing };
  started = await startEmbedded({ isNotified: false, ...options, timing });
  return started;
};

/** Opens both at the same moment of their clocks, the gateway with these options. */
export const openSides = async (options: EmbeddedOptions = {}): Promise<Opened> => {
  const nowMs = Date.now();
  const embedded = await startHasty({ now: nowMs, ...options });
  const { clientId, apiKey } = embedded;
  const fake = createPartnerFake({ clientId, apiKey, now: nowMs });
  const listening = await fake.listen();
  const fakeSide: Side = {
    name: 'fake',
    baseUrl: listening.baseUrl,
    clientId,
    apiKey,
    advance: fake.clock.advance,
    stage: async (staging) => {
      if (staging.fake !== undefined) fake.scenarios.set(staging.fake);
    },
    clear: fake.scenarios.clear,
  };
  const close = async (): Promise<void> => {
    await listening.close();
    await embedded.close();
  };
  return { sides: [fakeSide, gatewaySide(embedded)], close };
};
