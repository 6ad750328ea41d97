/** The whole console: whose key it has, and the funnel. */
import type { FunctionComponent } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Exchange } from './exchanges.ts';
import { Funnel } from './funnel.tsx';
import { createGateways, readTrial, type Trial } from './gateway.ts';
import { SurroundingsProvider } from './parts/surroundings.ts';
import { Trouble } from './parts/trouble.tsx';
import { useCall } from './parts/use-call.ts';

/** The exchange as it is known by now takes the place of what was known before. */
const noted = (exchanges: readonly Exchange[], exchange: Exchange): readonly Exchange[] =>
  exchanges.some(({ id }) => id === exchange.id)
    ? exchanges.map((one) => (one.id === exchange.id ? exchange : one))
    : [...exchanges, exchange];

const Steps: FunctionComponent<{ readonly trial: Trial }> = ({ trial }) => {
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const gateways = useMemo(
    () => createGateways(trial, (exchange) => setExchanges((known) => noted(known, exchange))),
    [trial],
  );
  return (
    <SurroundingsProvider value={{ gateways, exchanges }}>
      <Funnel />
    </SurroundingsProvider>
  );
};

export const App: FunctionComponent = () => {
  const [trial, setTrial] = useState<Trial>();
  const { error, run } = useCall();
  // Once, when the page is opened.
  useEffect(() => void run(async () => setTrial(await readTrial())), []);
  return (
    <>
      <header>
        <h1>Sandbox console</h1>
        <p class="muted">
          A booking from search to ticket, and back, against the sandbox of 12go. Everything goes through the{' '}
          <a href="/docs">partner API</a> with the SDK
          {trial !== undefined && (
            <>
              , as <code>{trial.clientId}</code>
            </>
          )}
          .
        </p>
      </header>
      <main>
        <Trouble error={error} />
        {trial !== undefined && <Steps trial={trial} />}
      </main>
    </>
  );
};
