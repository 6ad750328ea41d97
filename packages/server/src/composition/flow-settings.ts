/** What flows read of the settings. */
import { readFileSync } from 'node:fs';
import { parseImageTable } from '@partner-gateway/itineraries';
import type { Config } from '@partner-gateway/settings';
import type { FlowSettings } from '../deps.ts';
import type { Secrets } from './secrets.ts';

const readImages = (file: string | undefined) =>
  file === undefined ? undefined : parseImageTable(JSON.parse(readFileSync(file, 'utf8')));

/** Reads the pictures' file at once, so that a mistake in it stops the start. */
export const flowSettings = (config: Config, secrets: () => Secrets): FlowSettings => ({
  searchPlaceMode: config.SEARCH_PLACE_MODE,
  searchTimeoutSecondsMax: config.SEARCH_TIMEOUT_SECONDS_MAX,
  charter: config.CHARTER_VEHICLES,
  images: readImages(config.SEAT_CLASS_IMAGES_FILE),
  checkoutPeople: config.CHECKOUT_PEOPLE,
  cartLifeSeconds: config.TWELVEGO_CART_LIFE_SECONDS,
  reserveLookUp: config.RESERVE_LOOK_UP,
  notificationSecrets: () => secrets().notificationSecrets,
  notificationSources: config.NOTIFICATION_SOURCES ?? [],
});
