/** The sandbox's companies: what 12go calls operators, and the classes that each sells, with partner-side ids. */
import { rowsOf } from './table.ts';

export type WorldOperator = {
  readonly id: number;
  readonly name: string;
  readonly slug: string;
  readonly fujiId: string;
  readonly countryCode: string;
  readonly vehclasses: readonly string[];
};

/** Class ids are 12go's; the partner-side id of a class is the same number as text. */
export type WorldClass = {
  readonly operatorId: number;
  readonly id: number;
  readonly name: string;
  readonly fujiClassId: string;
};

/** id | name | partner-side id | vehicle class | classes as `id name`, separated by commas */
const operatorTable = `
  3310  | Siam Coastline Transport | THSCT | bus     | 41 VIP 24
  3311  | Siam Coastline Ferry     | THSCF | ferry   | 52 Standard Ferry
  7745  | Eastern Gulf Minivan     | THEGM | van     | 77 Minivan, 78 VIP Van 9
  3402  | Northern Star Railway    | THNSR | train   | 101 Second Class Sleeper AC, 102 First Class Sleeper
  3550  | Lanna Airways            | THLNA | avia    | 140 Economy
  3560  | Golden Bell Charter      | THGBC | charter | 150 Private Car 4 pax
  28104 | Red River Sleeper        | VNRRS | bus     | 305 VIP Cabin 22
  28300 | Reunification Rail       | VNRUR | train   | 320 Soft Seat, 321 Soft Berth 4
  41207 | Visayas Fastcraft        | PHVFC | ferry   | 612 Tourist Class
  50120 | Mekong Giant             | KHMKG | bus     | 640 Night Bus
  52210 | Straits Coach            | MYSTC | bus     | 660 Executive
  54077 | Java Argo Rail           | IDJAR | train   | 680 Executive
  56030 | Tokaido Night Liner      | JPTNL | bus     | 700 Three Row`;

export const operators: readonly WorldOperator[] = rowsOf(operatorTable).map(
  ([id, name = '', fujiId = '', vehclass = '']) => ({
    id: Number(id),
    name,
    slug: name.toLowerCase().replaceAll(' ', '-'),
    fujiId,
    countryCode: fujiId.slice(0, 2),
    vehclasses: [vehclass],
  }),
);

export const classes: readonly WorldClass[] = rowsOf(operatorTable).flatMap(([operatorId, , , , list = '']) =>
  list.split(', ').map((seatClass) => {
    const [fujiClassId = '', ...words] = seatClass.split(' ');
    return { operatorId: Number(operatorId), id: Number(fujiClassId), name: words.join(' '), fujiClassId };
  }),
);

export const operatorById: ReadonlyMap<number, WorldOperator> = new Map(
  operators.map((operator) => [operator.id, operator]),
);

export const classById: ReadonlyMap<number, WorldClass> = new Map(
  classes.map((seatClass) => [seatClass.id, seatClass]),
);
