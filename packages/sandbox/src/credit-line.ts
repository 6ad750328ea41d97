/** A credit-line service in memory, whose balances tests may set. */
import { type Served, serve } from './serve.ts';

/** The sandbox's credit line. */
export type SandboxCreditLine = Served & {
  /** Sets a client's balance; `null` makes the service answer nothing usable for it. */
  set(clientId: string, balance: { readonly balance: string; readonly currency: string } | null): void;
};

/** Serves balances; a client without one has none, which is a 404. */
export const serveCreditLine = async (port: number): Promise<SandboxCreditLine> => {
  const balances = new Map<string, { balance: string; currency: string } | null>();
  const served = await serve(
    {
      '/clients/*/balance': (url) =>
        balances.get(decodeURIComponent(url.pathname.split('/')[2] ?? '')) ?? undefined,
    },
    port,
  );
  return { ...served, set: (clientId, balance) => void balances.set(clientId, balance) };
};
