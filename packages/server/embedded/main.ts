/** `npm start`: the embedded gateway as a process, with lines to paste or one line of JSON. */
import { createLog } from '@partner-gateway/telemetry';
import { readStarterSettings } from './settings.ts';
import { type EmbeddedGateway, startEmbedded } from './start.ts';

const tomorrow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const toJson = (started: EmbeddedGateway): string => {
  const { baseUrl, clientId, apiKey, opsBaseUrl, opsKey, sandboxUrl, docsUrl } = started;
  const sandboxApiKey = started.clients[0].upstreamKey;
  return JSON.stringify({
    baseUrl,
    clientId,
    apiKey,
    opsBaseUrl,
    opsKey,
    sandboxUrl,
    docsUrl,
    sandboxApiKey,
  });
};

const toText = (started: EmbeddedGateway): string => {
  const { baseUrl, clientId, apiKey, opsBaseUrl, opsKey, sandboxUrl, docsUrl } = started;
  const key = `-H 'x-api-key: ${apiKey}'`;
  const date = tomorrow(14);
  return `
The 12go Partner Gateway is running, with a sandbox of 12go behind it.

  base URL    ${baseUrl}
  client id   ${clientId}
  API key     ${apiKey}
  docs        ${docsUrl}
  try it      ${baseUrl}/sandbox   (a booking in the browser, step by step)
  ops API     ${opsBaseUrl}   (x-ops-key: ${opsKey})
  console     ${opsBaseUrl}/console   (takes the same key)
  sandbox     ${sandboxUrl}

Paste these:

  curl -s ${key} '${baseUrl}/v1/${clientId}/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=${date}&pax=2'
  curl -s ${key} '${baseUrl}/v1/${clientId}/itineraries/VN0fSc0fY87jib04V0pW41sL-${date}-22:00?pax=2'
  curl -s ${key} '${baseUrl}/v1/${clientId}/stations/GetList?locale=en'

Book a seat from search to ticket with the SDK, then look at the booking:

  PARTNER_GATEWAY_BASE_URL=${baseUrl} PARTNER_GATEWAY_CLIENT_ID=${clientId} PARTNER_GATEWAY_API_KEY=${apiKey} \\
    node_modules/.bin/node --conditions=@partner-gateway/source examples/partner-booking/src/book.ts

  PARTNER_CLI_OPS_BASE_URL=${opsBaseUrl} PARTNER_CLI_OPS_KEY=${opsKey} \\
    node_modules/.bin/node packages/cli/dist/bin.js booking inspect BK-…

State is kept in memory: it is gone when this stops. Ctrl-C stops everything.
`;
};

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return 'The gateway could not start.';
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${String(error.port)} is in use. Set PORT, OPS_PORT, SANDBOX_PORT, FUJI_PORT or CREDIT_PORT to another one, or to 0 for any free one.`;
  }
  return error.message;
};

const stopOnSignals = (started: EmbeddedGateway, exitsWithStdin: boolean): void => {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    started.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (!exitsWithStdin) return;
  // The starter holds the other end: when it dies, however it dies, nothing is left behind.
  process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
};

const run = async (): Promise<void> => {
  const { ports, environment, logLevel, exitsWithStdin } = readStarterSettings();
  const started = await startEmbedded({ ...ports, environment, log: createLog(logLevel, process.stderr) });
  stopOnSignals(started, exitsWithStdin);
  process.stdout.write(process.argv.includes('--json') ? `${toJson(started)}\n` : toText(started));
};

run().catch((error: unknown) => {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(1);
});
