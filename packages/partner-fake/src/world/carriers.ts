/** The carriers of the fake's trips, and the classes of their seats. */
import type { TransportationType } from './trips.ts';

export const carriers: readonly {
  readonly id: string;
  readonly name: string;
  readonly type: TransportationType;
}[] = [
  { id: 'THSCT', name: 'Siam Coastline Transport', type: 'Bus' },
  { id: 'THSCF', name: 'Siam Coastline Ferry', type: 'Ferry' },
  { id: 'THEGM', name: 'Eastern Gulf Minivan', type: 'Van' },
  { id: 'VNRRS', name: 'Red River Sleeper', type: 'Bus' },
  { id: 'PHVFC', name: 'Visayas Fastcraft', type: 'Ferry' },
  { id: 'KHMKG', name: 'Mekong Giant', type: 'Bus' },
];

/** Names of seat classes by their ids. */
export const seatClassNames: Readonly<Record<string, string>> = {
  '41': 'VIP 24',
  '52': 'Standard Ferry',
  '77': 'Minivan',
  '78': 'VIP Van 9',
  '305': 'VIP Cabin 22',
  '612': 'Tourist Class',
  '640': 'Night Bus',
};
