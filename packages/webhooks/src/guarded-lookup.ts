/** The look-up of a name just before it is connected to: what it leads to then is what is judged. */
import { lookup, Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { specialRangeOf } from './address-ranges.ts';
import { LookupRefused } from './failure-reason.ts';

/** The addresses of a name. Rejects when there are none. */
export type ResolveName = (hostname: string) => Promise<readonly string[]>;

/** A name server that is slow must not hold up an attempt for all of its time. */
const askedTimes = { timeout: 2_000, tries: 2 };

/**
 * Asks the name servers, by default those of the system. Beside the system's own way, which reads a file of hosts and tries names of
 * inner networks, it takes none of the few threads that everything else of the process shares.
 *
 * @example
 * ```ts
 * await createPublicResolver(['9.9.9.9'])('hooks.acme.com'); // ['93.184.215.14']
 * ```
 */
export const createPublicResolver = (servers?: readonly string[]): ResolveName => {
  const resolver = new Resolver(askedTimes);
  if (servers !== undefined) resolver.setServers([...servers]);
  return async (hostname) => {
    const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    return [
      ...(ipv4.status === 'fulfilled' ? ipv4.value : []),
      ...(ipv6.status === 'fulfilled' ? ipv6.value : []),
    ];
  };
};

/** Asks the system, which knows `localhost` and the names of a development machine. */
export const resolveLocally: ResolveName = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

/**
 * Leaves of a name's addresses those that may be connected to; the connection is made to one of these and to nothing else. Only for
 * connections that choose among all addresses.
 */
export const createGuardedLookup =
  (resolve: ResolveName, { allowPrivate }: { readonly allowPrivate: boolean }): LookupFunction =>
  (hostname, _options, done) => {
    const found = async () => {
      const addresses = (await resolve(hostname)).filter((address) => isIP(address) > 0);
      if (addresses.length === 0) throw new LookupRefused('name');
      const allowed = addresses.filter((address) => allowPrivate || specialRangeOf(address) === undefined);
      if (allowed.length === 0) throw new LookupRefused('address_forbidden');
      return allowed.map((address) => ({ address, family: isIP(address) }));
    };
    found().then(
      (addresses) => done(null, addresses),
      (error: unknown) => done(error instanceof LookupRefused ? error : new LookupRefused('name'), []),
    );
  };
