/** Stations, operating carriers and POIs: the files behind the download URLs and the rows of `GetList` (contract §14). */
import { z } from 'zod';
import { booleanText, localeSchema } from './formats.ts';

const text = z.string();
const optionalText = z.string().nullish();
const texts = z.array(z.string());

/** The query of the URL endpoints. */
export const masterDataQuerySchema = z.object({ locale: localeSchema.optional() });

/** The query of the `GetList` endpoints. */
export const masterDataListQuerySchema = z.object({
  locale: localeSchema,
  top10K: booleanText.optional().describe('Limits the list to 10,000 rows.'),
});

const coordinateSchema = z
  .object({
    latitude: z.number().describe('Degrees, north is positive.'),
    longitude: z.number().describe('Degrees, east is positive.'),
  })
  .meta({ id: 'Coordinate', description: 'A place on the map.' });

/** A row of the station file. */
export const stationSchema = z
  .object({
    id: text.describe('What search takes in `departures` and `arrivals`.'),
    name: text.describe('For people.'),
    name_alterations: texts.optional().describe('Other names of it.'),
    transportation_type: z
      .enum(['Bus', 'Ferry', 'Shuttle', 'Train'])
      .describe('What leaves from there; `Shuttle` is a van.'),
    address: z
      .object({
        country: text.optional().describe('ISO 3166-1 alpha-2.'),
        state: text.optional().describe('State.'),
        city: z
          .object({
            id: text.describe('Its own id; search does not take it.'),
            name: text.describe('For people.'),
          })
          .optional()
          .describe('The city, which is no POI of search.'),
        province: text.optional().describe('Province.'),
        region: text.optional().describe('Region.'),
        street_and_number: text.optional().describe('Street and number.'),
        time_zone: text.optional().describe('IANA name, in which its times are told.'),
        coordinate: coordinateSchema.optional().describe('Where it is on a map.'),
      })
      .describe('Where it is, as far as it is known.'),
    keywords: texts.optional().describe('Words to find it by.'),
    images: texts.optional().describe('URLs of pictures.'),
    description: text.optional().describe('For people.'),
  })
  .meta({ id: 'Station', description: 'A station as it stands in the station file.' });

/** A row of the operating-carrier file; note the capital `Id`. */
export const operatingCarrierSchema = z
  .object({
    Id: text.describe('`operating_carrier_id` of segments.'),
    name: text.describe('Its registered name.'),
    display_name: text.optional().describe('The name that travellers know.'),
    logo_url: text.optional().describe('Where the logo is.'),
    email: text.optional().describe('For travellers; there is an address or a phone number.'),
    phone: text.optional().describe('For travellers.'),
    transportation_type: z
      .enum(['Bus', 'Ferry', 'Train', 'Shuttle'])
      .describe('What it runs; `Shuttle` is a van.'),
  })
  .refine(
    (carrier) => carrier.email !== undefined || carrier.phone !== undefined,
    'has neither email nor phone',
  )
  .meta({ id: 'OperatingCarrier', description: 'A carrier as it stands in the carrier file.' });

/** A row of the POI file. */
export const poiSchema = z
  .object({
    Id: text.describe('What search takes in `departure_poi` and `arrival_poi`.'),
    name: text.describe('For people.'),
    description: text.optional().describe('For people.'),
    stations: texts.optional().describe('Ids of the stations that belong to it.'),
    coordinates: coordinateSchema.optional().describe('Where it is on a map.'),
    keywords: texts.optional().describe('Words to find it by.'),
    images: texts.optional().describe('URLs of pictures.'),
  })
  .meta({ id: 'Poi', description: 'A place to travel from or to, as it stands in the POI file.' });

/** A row of `stations/GetList`. */
export const stationListRowSchema = z
  .object({
    Id: text.describe('What search takes in `departures` and `arrivals`.'),
    Name: text.describe('For people.'),
    NameAlterations: optionalText.describe('Other names of it, in one text.'),
    TransportationType: optionalText.describe('What leaves from there.'),
    Address: z
      .object({
        Country: optionalText.describe('ISO 3166-1 alpha-2.'),
        State: optionalText.describe('State.'),
        Region: optionalText.describe('Region.'),
        Province: optionalText.describe('Province.'),
        City: z
          .object({
            Id: text.describe('Its own id; search does not take it.'),
            Name: text.describe('For people.'),
          })
          .nullish()
          .describe('The city, which is no POI of search.'),
        StreetAndNumber: optionalText.describe('Street and number.'),
        TimeZone: optionalText.describe('IANA name, in which its times are told.'),
        ZipCode: optionalText.describe('Postal code.'),
        Description: optionalText.describe('How to find it.'),
      })
      .describe('Where it is, as far as it is known.'),
    Description: optionalText.describe('For people.'),
    Coordinates: z
      .object({
        Latitude: z.number().describe('Degrees, north is positive.'),
        Longitude: z.number().describe('Degrees, east is positive.'),
      })
      .nullish()
      .describe('Where it is on a map.'),
    Images: texts.nullish().describe('URLs of pictures.'),
  })
  .meta({ id: 'StationListRow', description: 'A station as `GetList` has it.' });

/** A row of `operating_carriers/GetList`. */
export const operatingCarrierListRowSchema = z
  .object({
    MainCarrierId: optionalText.describe('The carrier that it belongs to, where there is one.'),
    Id: text.describe('`operating_carrier_id` of segments.'),
    Name: text.describe('Its registered name.'),
    DisplayName: optionalText.describe('The name that travellers know.'),
    Address: optionalText.describe('Where its office is.'),
    LogoURL: optionalText.describe('Where the logo is.'),
    Email: optionalText.describe('For travellers.'),
    PhoneNumber: optionalText.describe('For travellers.'),
    Description: optionalText.describe('For people.'),
    TransportationTypes: texts.describe('What it runs.'),
    Vehicles: z
      .array(
        z.object({
          Id: text.describe('`vehicle_id` of segments.'),
          Name: text.describe('The transportation type.'),
          DisplayName: optionalText.describe('The name that travellers know.'),
          Description: optionalText.describe('For people.'),
          Amenities: texts.nullish().describe('What there is on board.'),
          Images: texts.nullish().describe('URLs of pictures.'),
          Products: texts.nullish().describe('What it is sold as.'),
          Keywords: texts.nullish().describe('Words to find it by.'),
        }),
      )
      .describe('Its kinds of vehicles.'),
  })
  .meta({ id: 'OperatingCarrierListRow', description: 'A carrier as `GetList` has it.' });

/** A row of `pois/GetList`. */
export const poiListRowSchema = z
  .object({
    Id: text.describe('What search takes in `departure_poi` and `arrival_poi`.'),
    Name: text.describe('For people.'),
  })
  .meta({ id: 'PoiListRow', description: 'A place to travel from or to, as `GetList` has it.' });

export type Station = z.output<typeof stationSchema>;
export type OperatingCarrier = z.output<typeof operatingCarrierSchema>;
export type Poi = z.output<typeof poiSchema>;
export type StationListRow = z.output<typeof stationListRowSchema>;
export type OperatingCarrierListRow = z.output<typeof operatingCarrierListRowSchema>;
export type PoiListRow = z.output<typeof poiListRowSchema>;
