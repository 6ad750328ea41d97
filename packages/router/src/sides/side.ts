/** One of the two systems that requests go to: where it is, how long it may take, and whether it is well. */
import { type Circuit, createCircuit } from '@partner-gateway/load-control';
import type { Side as SideName } from '@partner-gateway/rollout';

/** A system behind the router. */
export type Side = {
  readonly name: SideName;
  readonly baseUrl: string;
  readonly host: string;
  readonly timeoutMs: number;
  /** Of requests that the other side could answer as well; nothing that only this one can answer is ever held back. */
  readonly circuit: Circuit;
};

/** Both of them, and the circuit of copies, which must not hold up what partners wait for. */
export type Sides = Readonly<Record<SideName, Side>> & { readonly copies: Circuit };

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
      circuit: circuit(),
    },
    gateway: {
      name: 'gateway',
      baseUrl: settings.GATEWAY_BASE_URL,
      host: new URL(settings.GATEWAY_BASE_URL).host,
      timeoutMs: settings.GATEWAY_TIMEOUT_SECONDS * 1_000,
      circuit: circuit(),
    },
    copies: circuit(),
  };
};
