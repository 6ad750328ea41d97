/** A client of the gateway for each step, so that every exchange is told with the step that it belongs to. */
import { createClient, type GatewayClient } from '@partner-gateway/sdk';
import { type Exchange, recordingFetch } from './exchanges.ts';

export const stepNames = ['search', 'trip', 'quote', 'book', 'ticket', 'cancel'] as const;

export type StepName = (typeof stepNames)[number];

/** Who everybody is at this gateway. */
export type Trial = { readonly clientId: string; readonly apiKey: string };

export type Gateways = Readonly<Record<StepName, GatewayClient>>;

/** Asks the gateway that this page came from; the key is that of its demo client. */
export const readTrial = async (): Promise<Trial> => {
  const answer = await fetch('/docs/try-it.json', { cache: 'no-store' });
  return (await answer.json()) as Trial;
};

export const createGateways = (trial: Trial, note: (exchange: Exchange) => void): Gateways => {
  const clientOf = (step: StepName): GatewayClient =>
    createClient({
      ...trial,
      baseUrl: location.origin,
      fetch: recordingFetch({
        step,
        fetch: (request) => fetch(request),
        nowMs: () => performance.now(),
        note,
      }),
    });
  return {
    search: clientOf('search'),
    trip: clientOf('trip'),
    quote: clientOf('quote'),
    book: clientOf('book'),
    ticket: clientOf('ticket'),
    cancel: clientOf('cancel'),
  };
};
