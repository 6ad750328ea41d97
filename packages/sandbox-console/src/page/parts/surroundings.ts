/** What every step has at hand: a client that records, and what was exchanged so far. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Exchange } from '../exchanges.ts';
import type { Gateways } from '../gateway.ts';

export type Surroundings = { readonly gateways: Gateways; readonly exchanges: readonly Exchange[] };

const context = createContext<Surroundings | undefined>(undefined);

export const SurroundingsProvider = context.Provider;

export const useSurroundings = (): Surroundings => {
  const surroundings = useContext(context);
  if (surroundings === undefined) throw new Error('a step stands outside of the console');
  return surroundings;
};
