/** The page of the API reference: a place that a script fills from the OpenAPI document of this gateway. */
import type { Page } from '../layout/page.ts';

/** The page; without its script it says where the document is. */
export const referencePage: Page = {
  path: '/docs/reference',
  title: 'API reference',
  description: 'Every operation of the partner API, with its fields, headers, errors and samples.',
  scripts: ['/docs/assets/scalar.js', '/docs/assets/reference-names.js', '/docs/assets/reference.js'],
  main: `<div id="reference"></div>
<noscript><p>The reference is made by a script from <a href="/openapi.json">the OpenAPI document</a>.</p></noscript>`,
};

/** Reads the script that makes the reference: 4 MB, which its package serves and hands out in no other way. */
export const readScalar = async (): Promise<string> => {
  const [{ default: fastify }, { default: scalar }] = await Promise.all([
    import('fastify'),
    import('@scalar/fastify-api-reference'),
  ]);
  const app = fastify();
  await app.register(scalar, { routePrefix: '/', configuration: { url: '/openapi.json' } });
  const { payload } = await app.inject('/js/scalar.js');
  await app.close();
  return payload;
};
