/** One of the two systems that requests go to: where it is, how long it may take; and whether the gateway is well. */
import { type Circuit, createCircuit } from '@partner-gateway/load-control';
import type { Side as SideName } from '@partner-gateway/rollout';

/** A system behind the router. */
export type Side = {
  readonly name: SideName;
  readonly baseUrl: string;
  readonly host: string;
  readonly timeoutMs: number;
};

/** Both of them. */
export type Sides = Readonly<Record<SideName, Side>> & {
  /** Of what the gateway is asked and the old system could answer as well; nothing else is ever held back. */
  readonly circuit: Circuit;
  /** Of copies, which must not hold up what partners wait for. */
  readonly copies: Circuit;
};

type SideSettings = {
  readonly LEGACY_BASE_URL: string;
  readonly GATEWAY_BASE_URL: string;
  readonly LEGACY_TIMEOUT_SECONDS: number;
  readonly GATEWAY_TIMEOUT_SECONDS: number;
};

const callsMin = 10;

/** Circuits in numbers, for gauges. */
export const circuitNumbers = { closed: 0, half_open: 1, open: 2 } as const;

/** Makes both sides, well so far. */
export const createSides = (settings: SideSettings, nowMs: () => number): Sides => {
  const circuit = () => createCircuit({ callsMin, probe: 'own_call', nowMs, random: Math.random });
  return {
    legacy: {
      name: 'legacy',
      baseUrl: settings.LEGACY_BASE_URL,
      host: new URL(settings.LEGACY_BASE_URL).host,
      timeoutMs: settings.LEGACY_TIMEOUT_SECONDS * 1_000,
    },
    gateway: {
      name: 'gateway',
      baseUrl: settings.GATEWAY_BASE_URL,
      host: new URL(settings.GATEWAY_BASE_URL).host,
      timeoutMs: settings.GATEWAY_TIMEOUT_SECONDS * 1_000,
    },
    circuit: circuit(),
    copies: circuit(),
  };
};
