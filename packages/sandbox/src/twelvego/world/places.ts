/** The sandbox's places: what 12go calls provinces and stations, with partner-side ids. */
import { zoneOf } from '../time-and-chance.ts';
import { rowsOf } from './table.ts';

/** `fujiPoiId` is the partner-side POI of a province, where it has one. */
export type WorldProvince = {
  readonly id: number;
  readonly parentId: number | null;
  readonly name: string;
  readonly countryCode: string;
  readonly fujiPoiId: string | null;
};

/** id | parent | country | name | partner-side POI */
const provinceTable = `
  1    |     | TH | Bangkok          | THBKK
  44   |     | TH | Chiang Mai       | THCNX
  61   |     | TH | Trat             | THTRT
  118  | 61  | TH | Koh Chang        | THKCG
  1180 | 118 | TH | White Sand Beach |
  9001 |     | TH | Sandbox City     | THSBX
  9002 |     | TH | Scenario Bay     | THSCB
  310  |     | VN | Hanoi            | VNHAN
  322  |     | VN | Sapa             | VNSPA
  340  |     | VN | Da Nang          | VNDAD
  512  |     | PH | Cebu             | PHCEBU
  530  |     | PH | Bohol            | PHBOHOL
  610  |     | KH | Phnom Penh       | KHPNH
  622  |     | KH | Siem Reap        | KHREP
  710  |     | MY | Kuala Lumpur     | MYKUL
  733  |     | MY | Penang           | MYPEN
  810  |     | ID | Jakarta          | IDJKT
  845  |     | ID | Bandung          | IDBDO
  910  |     | JP | Tokyo            | JPTYO
  927  |     | JP | Osaka            | JPOSA`;

export const provinces: readonly WorldProvince[] = rowsOf(provinceTable).map(
  ([id, parentId, countryCode = '', name = '', fujiPoiId]) => ({
    id: Number(id),
    parentId: parentId === '' ? null : Number(parentId),
    name,
    countryCode,
    fujiPoiId: fujiPoiId || null,
  }),
);

/** `fujiId` is the partner-side station id; coordinates are degrees. */
export type WorldStation = {
  readonly id: number;
  readonly provinceId: number;
  readonly name: string;
  readonly fullName: string;
  readonly code: string;
  readonly slug: string;
  readonly fujiId: string;
  readonly lat: number;
  readonly lng: number;
  readonly weight: number;
  readonly countryCode: string;
  readonly timeZone: string;
};

/** id | province | name | full name | code | slug | partner-side id | latitude | longitude | weight */
const stationTable = `
  4101  | 1    | Ekkamai            | Bangkok Ekkamai Bus Terminal     | EKM | bangkok-ekkamai      | THBKKEKM | 13.7196 | 100.585  | 90
  4120  | 1    | Hua Lamphong       | Bangkok Hua Lamphong Station     | HLP | bangkok-hua-lamphong | THBKKHLP | 13.7379 | 100.517  | 85
  4133  | 1    | Don Mueang         | Bangkok Don Mueang Airport       | DMK | bangkok-don-mueang   | THBKKDMK | 13.9126 | 100.607  | 70
  4402  | 44   | Chiang Mai Station | Chiang Mai Railway Station       | CNX | chiang-mai-station   | THCNXRWY | 18.7839 | 99.0169  | 70
  4410  | 44   | Chiang Mai Airport | Chiang Mai International Airport | CNA | chiang-mai-airport   | THCNXAPT | 18.7669 | 98.9626  | 60
  5620  | 61   | Laem Ngop Pier     | Trat Laem Ngop Pier              | LNP | laem-ngop-pier       | THTRTLNP | 12.1711 | 102.3909 | 40
  5688  | 118  | Ao Sapparot Pier   | Koh Chang Ao Sapparot Pier       | ASP | ao-sapparot-pier     | THKCGASP | 12.1606 | 102.2903 | 40
  5701  | 1180 | White Sand Beach   | Koh Chang White Sand Beach       | WSB | white-sand-beach     | THKCGWSB | 12.1079 | 102.2755 | 20
  9101  | 9001 | Sandbox Terminal   | Sandbox City Terminal            | SBX | sandbox-terminal     | THSBXTRM | 10.1    | 99.1     | 10
  9102  | 9002 | Scenario Pier      | Scenario Bay Pier                | SCB | scenario-pier        | THSCBPIR | 10.2    | 99.2     | 10
  61020 | 310  | My Dinh            | Hanoi My Dinh Bus Station        | MYD | hanoi-my-dinh        | VNHANMYD | 21.0285 | 105.7784 | 80
  61388 | 322  | Sapa Town          | Sapa Town Office                 | SPT | sapa-town            | VNSPASPT | 22.3364 | 103.8438 | 60
  61700 | 340  | Da Nang Station    | Da Nang Railway Station          | DAD | da-nang-station      | VNDADRWY | 16.0718 | 108.2093 | 60
  70214 | 512  | Cebu Pier 1        | Cebu Pier 1                      | PR1 | cebu-pier-1          | PHCEBPRA | 10.2925 | 123.9066 | 60
  70291 | 530  | Tagbilaran Port    | Tagbilaran City Tourist Port     | TAG | tagbilaran-port      | PHTAGPRT | 9.6475  | 123.8494 | 50
  80110 | 610  | Phnom Penh Office  | Phnom Penh Street 13 Office      | PNH | phnom-penh-office    | KHPNHOFC | 11.5714 | 104.9287 | 50
  80155 | 622  | Siem Reap Office   | Siem Reap Sivutha Office         | REP | siem-reap-office     | KHREPOFC | 13.3573 | 103.8557 | 50
  82010 | 710  | TBS                | Kuala Lumpur Bersepadu Selatan   | TBS | kuala-lumpur-tbs     | MYKULTBS | 3.0778  | 101.7106 | 60
  82077 | 733  | Butterworth        | Penang Butterworth Terminal      | BTW | penang-butterworth   | MYPENBTW | 5.3944  | 100.3664 | 50
  84004 | 810  | Gambir             | Jakarta Gambir Station           | GMR | jakarta-gambir       | IDJKTGMR | -6.1767 | 106.8306 | 60
  84091 | 845  | Bandung            | Bandung Station                  | BD  | bandung-station      | IDBDORWY | -6.9147 | 107.6024 | 50
  86001 | 910  | Shinjuku           | Tokyo Shinjuku Highway Terminal  | SJK | tokyo-shinjuku       | JPTYOSJK | 35.6886 | 139.7006 | 80
  86044 | 927  | Umeda              | Osaka Umeda Terminal             | UMD | osaka-umeda          | JPOSAUMD | 34.7054 | 135.4983 | 70`;

export const stations: readonly WorldStation[] = rowsOf(stationTable).map(
  ([id, provinceId, name = '', fullName = '', code = '', slug = '', fujiId = '', lat, lng, weight]) => {
    const countryCode = fujiId.slice(0, 2);
    const numbers = {
      id: Number(id),
      provinceId: Number(provinceId),
      lat: Number(lat),
      lng: Number(lng),
      weight: Number(weight),
    };
    return {
      ...numbers,
      name,
      fullName,
      code,
      slug,
      fujiId,
      countryCode,
      timeZone: zoneOf(countryCode).name,
    };
  },
);

export const stationById: ReadonlyMap<number, WorldStation> = new Map(
  stations.map((station) => [station.id, station]),
);

const provinceById: ReadonlyMap<number, WorldProvince> = new Map(
  provinces.map((province) => [province.id, province]),
);

/** Whether a station lies in a province or in one of the provinces inside it. */
export const isInProvince = (station: WorldStation, provinceId: number): boolean => {
  let province = provinceById.get(station.provinceId);
  while (province !== undefined && province.id !== provinceId) {
    province = province.parentId === null ? undefined : provinceById.get(province.parentId);
  }
  return province !== undefined;
};
