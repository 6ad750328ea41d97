/** A page for a browser, and the gateway behind the same address: a browser asks no other one, and the gateway allows none. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const page = (
  /** @type {object} */ options,
) => `<!doctype html><meta charset="utf-8"><title>…</title><pre></pre>
<script>globalThis.strangerOptions = { ...${JSON.stringify(options)}, baseUrl: location.origin };</script>
<script type="module" src="/bundle.mjs"></script>
<script type="module">
document.querySelector('pre').textContent = await globalThis.strangerResult.then(JSON.stringify, String);
</script>`;

/**
 * @param {string} bundle a file @param {{ baseUrl: string }} options
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export const openDoor = async (bundle, options) => {
  const server = createServer(async (request, response) => {
    const { url = '/', method = 'GET', headers } = request;
    if (url === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(page(options));
    if (url === '/bundle.mjs')
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(bundle));
    const { host: _, connection: __, ...passed } = headers;
    const body = method === 'GET' ? null : await new Response(/** @type {never} */ (request)).arrayBuffer();
    const answer = await fetch(`${options.baseUrl}${url}`, {
      method,
      body,
      headers: /** @type {Record<string, string>} */ (passed),
    });
    const type = answer.headers.get('content-type') ?? 'application/json';
    response.writeHead(answer.status, { 'content-type': type });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
};
