/** What a browser or a bundler gets: no Node built-in, and only what was asked for. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

const bundle = async (contents: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: {
      contents: contents.replace('ENTRY', entry),
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@partner-gateway/source'],
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
};

describe('the bundle', () => {
  it('builds for a browser and needs nothing of Node', async () => {
    const code = await bundle("export * from 'ENTRY';");
    expect(code.length).toBeGreaterThan(5_000);
    expect(code).not.toMatch(/\bnode:|\brequire\(|\bprocess\.|\bBuffer\b/);
  });

  it('prices in a world without Node', async () => {
    const code = await bundle(`
      import { createMarkup, quote, toContractPricing } from 'ENTRY';
      const markup = createMarkup({ percentage: '0.10', fixedFee: '0', fixedFeeCurrency: 'THB' });
      export const pricing = toContractPricing(quote({ price: { net: { value: '780', currency: 'THB' } }, markup }));`);
    const module: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    expect(module).toMatchObject({ pricing: { net_price: { amount: '858.00', currency: 'THB' } } });
  });

  it('leaves out what is not used', async () => {
    const whole = await bundle("export * from 'ENTRY';");
    const part = await bundle("export { isCurrency } from 'ENTRY';");
    expect(part.length).toBeLessThan(whole.length / 2);
    expect(part).not.toContain('rate_stale');
  });
});
