/*
 * Fills the reference from the OpenAPI document: its samples call this gateway. Where the gateway has a client and key to try things
 * with, both are chosen, in the samples too, and a day that is to come.
 */
const read = async (path) => (await fetch(path)).json();

const daysAhead = 14;
const day = new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10);

const eachOperation = (document) =>
  Object.values(document.paths).flatMap((methods) => Object.values(methods));

/** What the parameters are to begin with. */
const beginWith = (document, values) => {
  for (const { parameters = [] } of eachOperation(document))
    for (const parameter of parameters)
      if (Object.hasOwn(values, parameter.name)) parameter.example = values[parameter.name];
};

const rewriteSamples = (document, words) => {
  for (const { 'x-codeSamples': samples = [] } of eachOperation(document))
    for (const sample of samples)
      for (const [before, after] of words) sample.source = sample.source.replaceAll(before, after);
};

const wordsOfTrial = ({ clientId, apiKey }) => [
  ['/v1/acme/', `/v1/${clientId}/`],
  ["'acme'", `'${clientId}'`],
  ['YOUR_API_KEY', apiKey],
  ['2026-12-05', day],
];

const fill = async () => {
  const [document, trial] = await Promise.all([read('/openapi.json'), read('/docs/try-it.json')]);
  const isTried = trial.clientId !== undefined;
  rewriteSamples(document, [
    ['https://gateway.example', document.servers[0].url],
    ...(isTried ? wordsOfTrial(trial) : []),
  ]);
  if (isTried)
    beginWith(document, {
      client_id: trial.clientId,
      itinerary_id: `VN0fSc0fY87jib04V0pW41sL-${day}-22:00`,
      departure_date: day,
      departure_poi: 'VNHAN',
      arrival_poi: 'VNSPA',
      pax: 2,
    });
  globalThis.Scalar.createApiReference('#reference', {
    content: document,
    ...(isTried && {
      authentication: {
        preferredSecurityScheme: 'apiKey',
        securitySchemes: { apiKey: { value: trial.apiKey } },
      },
    }),
    withDefaultFonts: false,
    telemetry: false,
    showDeveloperTools: 'never',
    hideClientButton: true,
    hideDarkModeToggle: true,
    forceDarkModeState: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    agent: { disabled: true },
    mcp: { disabled: true },
  });
};

await fill();
