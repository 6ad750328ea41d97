/** Which addresses are nobody's on the open internet, and what they are instead: IANA's registries of special purposes. */
import { BlockList, isIP } from 'node:net';

type Range = { readonly kind: string; readonly subnets: readonly string[] };

const rangesOfIpv4: readonly Range[] = [
  { kind: 'an unspecified', subnets: ['0.0.0.0/8'] },
  { kind: 'a loopback', subnets: ['127.0.0.0/8'] },
  { kind: 'a private', subnets: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] },
  { kind: 'a carrier-grade NAT', subnets: ['100.64.0.0/10'] },
  { kind: 'a link-local', subnets: ['169.254.0.0/16'] },
  // Azure answers its machines there, and the registries do not know.
  { kind: 'a cloud metadata', subnets: ['168.63.129.16/32'] },
  { kind: 'a documentation', subnets: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'] },
  { kind: 'a benchmark', subnets: ['198.18.0.0/15'] },
  { kind: 'a multicast', subnets: ['224.0.0.0/4'] },
  {
    kind: 'a reserved',
    subnets: [
      '192.0.0.0/24',
      '192.31.196.0/24',
      '192.52.193.0/24',
      '192.88.99.0/24',
      '192.175.48.0/24',
      '240.0.0.0/4',
    ],
  },
];

const rangesOfIpv6: readonly Range[] = [
  { kind: 'an unspecified', subnets: ['::/128'] },
  { kind: 'a loopback', subnets: ['::1/128'] },
  { kind: 'an IPv4-mapped', subnets: ['::ffff:0:0/96', '::ffff:0:0:0/96'] },
  { kind: 'an IPv4-compatible', subnets: ['::/96'] },
  { kind: 'a private', subnets: ['fc00::/7', '64:ff9b:1::/48'] },
  { kind: 'a link-local', subnets: ['fe80::/10'] },
  { kind: 'a site-local', subnets: ['fec0::/10'] },
  { kind: 'a multicast', subnets: ['ff00::/8'] },
  { kind: 'a Teredo', subnets: ['2001::/32'] },
  { kind: 'a reserved', subnets: ['2001::/23'] },
  { kind: 'a documentation', subnets: ['2001:db8::/32', '3fff::/20'] },
  { kind: 'a 6to4', subnets: ['2002::/16'] },
];

/** Global unicast, of which the ranges above are taken out; and the well-known prefix by which a network without IPv4 reaches it. */
const global = { nat64: '64:ff9b::', subnets: ['2000::/3', '64:ff9b::/96'] };

const listOf = (subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = '', bits] = subnet.split('/');
    list.addSubnet(net, Number(bits), family);
  }
  return list;
};

/** The same IPv4 subnets behind the well-known prefix. */
const throughNat64 = (subnets: readonly string[]): string[] =>
  subnets.map((subnet) => {
    const [net, bits] = subnet.split('/');
    return `${global.nat64}${net}/${96 + Number(bits)}`;
  });

const listsOfIpv4 = rangesOfIpv4.map(({ kind, subnets }) => ({ kind, list: listOf(subnets, 'ipv4') }));
const listsOfIpv6 = [
  ...rangesOfIpv6.map(({ kind, subnets }) => ({ kind, list: listOf(subnets, 'ipv6') })),
  ...rangesOfIpv4.map(({ kind, subnets }) => ({ kind, list: listOf(throughNat64(subnets), 'ipv6') })),
];
const listOfGlobal = listOf(global.subnets, 'ipv6');

/**
 * What an address is that must not be connected to; undefined when it is public. A text that is no address is none of ours either.
 *
 * @example
 * ```ts
 * specialRangeOf('169.254.169.254'); // 'a link-local'
 * specialRangeOf('93.184.215.14'); // undefined
 * ```
 */
export const specialRangeOf = (address: string): string | undefined => {
  const version = isIP(address);
  if (version === 4) return listsOfIpv4.find(({ list }) => list.check(address))?.kind;
  if (version !== 6 || address.includes('%')) return 'an unreadable';
  const named = listsOfIpv6.find(({ list }) => list.check(address, 'ipv6'))?.kind;
  if (named !== undefined) return named;
  return listOfGlobal.check(address, 'ipv6') ? undefined : 'a reserved';
};
