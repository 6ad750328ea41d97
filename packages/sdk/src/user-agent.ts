/** How the SDK names itself to the gateway, so that support sees which version asked. */

/** Written into the build by tsup. */
declare const sdkVersion: string | undefined;

const value = `partner-gateway-sdk/${typeof sdkVersion === 'string' ? sdkVersion : 'source'}`;

/** The header, where the runtime lets a program set it: Node, Bun, Deno and workerd do; a browser names itself. */
export const userAgent = (): Readonly<Record<string, string>> => {
  const { userAgent: runtime } = (globalThis as { navigator?: { userAgent?: string } }).navigator ?? {};
  return runtime === undefined || /^(?:Node|Bun|Deno|Cloudflare)/.test(runtime)
    ? { 'user-agent': value }
    : {};
};
