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

const coordinateSchema = z.object({ latitude: z.number(), longitude: z.number() }).meta({ id: 'Coordinate' });

/** A row of the station file. */
export const stationSchema = z
  .object({
    id: text,
    name: text,
    name_alterations: texts.optional(),
    transportation_type: z.enum(['Bus', 'Ferry', 'Shuttle', 'Train']),
    address: z.object({
      country: text.optional(),
      state: text.optional(),
      city: z.object({ id: text, name: text }).optional(),
      province: text.optional(),
      region: text.optional(),
      street_and_number: text.optional(),
      time_zone: text.optional(),
      coordinate: coordinateSchema.optional(),
    }),
    keywords: texts.optional(),
    images: texts.optional(),
    description: text.optional(),
  })
  .meta({ id: 'Station' });

/** A row of the operating-carrier file; note the capital `Id`. */
export const operatingCarrierSchema = z
  .object({
    Id: text,
    name: text,
    display_name: text.optional(),
    logo_url: text.optional(),
    email: text.optional(),
    phone: text.optional(),
    transportation_type: z.enum(['Bus', 'Ferry', 'Train', 'Shuttle']),
  })
  .refine(
    (carrier) => carrier.email !== undefined || carrier.phone !== undefined,
    'has neither email nor phone',
  )
  .meta({ id: 'OperatingCarrier' });

/** A row of the POI file. */
export const poiSchema = z
  .object({
    Id: text,
    name: text,
    description: text.optional(),
    stations: texts.optional(),
    coordinates: coordinateSchema.optional(),
    keywords: texts.optional(),
    images: texts.optional(),
  })
  .meta({ id: 'Poi' });

/** A row of `stations/GetList`. */
export const stationListRowSchema = z
  .object({
    Id: text,
    Name: text,
    NameAlterations: optionalText,
    TransportationType: optionalText,
    Address: z.object({
      Country: optionalText,
      State: optionalText,
      Region: optionalText,
      Province: optionalText,
      City: z.object({ Id: text, Name: text }).nullish(),
      StreetAndNumber: optionalText,
      TimeZone: optionalText,
      ZipCode: optionalText,
      Description: optionalText,
    }),
    Description: optionalText,
    Coordinates: z.object({ Latitude: z.number(), Longitude: z.number() }).nullish(),
    Images: texts.nullish(),
  })
  .meta({ id: 'StationListRow' });

/** A row of `operating_carriers/GetList`. */
export const operatingCarrierListRowSchema = z
  .object({
    MainCarrierId: optionalText,
    Id: text,
    Name: text,
    DisplayName: optionalText,
    Address: optionalText,
    LogoURL: optionalText,
    Email: optionalText,
    PhoneNumber: optionalText,
    Description: optionalText,
    TransportationTypes: texts,
    Vehicles: z.array(
      z.object({
        Id: text,
        Name: text,
        DisplayName: optionalText,
        Description: optionalText,
        Amenities: texts.nullish(),
        Images: texts.nullish(),
        Products: texts.nullish(),
        Keywords: texts.nullish(),
      }),
    ),
  })
  .meta({ id: 'OperatingCarrierListRow' });

/** A row of `pois/GetList`. */
export const poiListRowSchema = z.object({ Id: text, Name: text }).meta({ id: 'PoiListRow' });

export type Station = z.output<typeof stationSchema>;
export type OperatingCarrier = z.output<typeof operatingCarrierSchema>;
export type Poi = z.output<typeof poiSchema>;
export type StationListRow = z.output<typeof stationListRowSchema>;
export type OperatingCarrierListRow = z.output<typeof operatingCarrierListRowSchema>;
export type PoiListRow = z.output<typeof poiListRowSchema>;
