/** The stations and points of interest between which the fake's trips run. */

export type Station = {
  readonly id: string;
  readonly name: string;
  readonly poi: string;
  readonly kind: 'Bus' | 'Ferry';
  /** Degrees. */
  readonly at: { readonly latitude: number; readonly longitude: number };
};

export type Poi = { readonly id: string; readonly name: string };

export const pois: readonly Poi[] = [
  { id: 'THBKK', name: 'Bangkok' },
  { id: 'THTRT', name: 'Trat' },
  { id: 'THKCG', name: 'Koh Chang' },
  { id: 'VNHAN', name: 'Hanoi' },
  { id: 'VNSPA', name: 'Sapa' },
  { id: 'PHCEBU', name: 'Cebu' },
  { id: 'PHBOHOL', name: 'Bohol' },
  { id: 'KHPNH', name: 'Phnom Penh' },
  { id: 'KHREP', name: 'Siem Reap' },
];

// biome-ignore lint/complexity/useMaxParams: the columns of the table below
const station = (
  id: string,
  name: string,
  poi: string,
  kind: Station['kind'],
  at: readonly [number, number],
): Station => ({
  id,
  name,
  poi,
  kind,
  at: { latitude: at[0], longitude: at[1] },
});

export const stations: readonly Station[] = [
  station('THBKKEKM', 'Ekkamai', 'THBKK', 'Bus', [13.7196, 100.585]),
  station('THTRTLNP', 'Laem Ngop Pier', 'THTRT', 'Ferry', [12.1711, 102.3909]),
  station('THKCGASP', 'Ao Sapparot Pier', 'THKCG', 'Ferry', [12.1606, 102.2903]),
  station('VNHANMYD', 'My Dinh', 'VNHAN', 'Bus', [21.0285, 105.7784]),
  station('VNSPASPT', 'Sapa Town', 'VNSPA', 'Bus', [22.3364, 103.8438]),
  station('PHCEBPRA', 'Cebu Pier 1', 'PHCEBU', 'Ferry', [10.2925, 123.9066]),
  station('PHTAGPRT', 'Tagbilaran Port', 'PHBOHOL', 'Ferry', [9.6475, 123.8494]),
  station('KHPNHOFC', 'Phnom Penh Office', 'KHPNH', 'Bus', [11.5714, 104.9287]),
  station('KHREPOFC', 'Siem Reap Office', 'KHREP', 'Bus', [13.3573, 103.8557]),
];

const zones: Readonly<Record<string, { readonly name: string; readonly hours: number }>> = {
  TH: { name: 'Asia/Bangkok', hours: 7 },
  VN: { name: 'Asia/Ho_Chi_Minh', hours: 7 },
  KH: { name: 'Asia/Phnom_Penh', hours: 7 },
  PH: { name: 'Asia/Manila', hours: 8 },
};

/** The zone of a place by its id, which begins with the country. None of them has a summer time. */
export const zoneOf = (placeId: string): { readonly name: string; readonly hours: number } =>
  zones[placeId.slice(0, 2)] ?? { name: 'Etc/UTC', hours: 0 };

/** The stations of a point of interest; none if it is not known. */
export const stationsOfPoi = (poi: string): readonly string[] =>
  stations.filter((one) => one.poi === poi).map(({ id }) => id);

export const isStation = (id: string): boolean => stations.some((one) => one.id === id);
