/* Fills the reference from the OpenAPI document; where the gateway has a key to try things with, that key, its client and a day to come are chosen. */
const read = async (path) => (await fetch(path)).json();

const dayToCome = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What the parameters are to begin with. */
const begins = (clientId) => ({
  client_id: clientId,
  departure_date: dayToCome(14),
  departure_poi: 'VNHAN',
  arrival_poi: 'VNSPA',
  pax: 2,
});

const withBeginnings = (document, values) => {
  for (const operations of Object.values(document.paths))
    for (const { parameters = [] } of Object.values(operations))
      for (const parameter of parameters)
        if (Object.hasOwn(values, parameter.name)) parameter.example = values[parameter.name];
  return document;
};

const fill = async () => {
  const [document, { clientId, apiKey }] = await Promise.all([
    read('/openapi.json'),
    read('/docs/try-it.json'),
  ]);
  const isTried = clientId !== undefined;
  globalThis.Scalar.createApiReference('#reference', {
    content: isTried ? withBeginnings(document, begins(clientId)) : document,
    ...(isTried && {
      authentication: {
        preferredSecurityScheme: 'apiKey',
        securitySchemes: { apiKey: { value: apiKey } },
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
