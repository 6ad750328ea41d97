/** The SDK, set up from the environment. */
import { createClient, type GatewayClient } from '@partner-gateway/sdk';
import type { Context } from './context.ts';
import { CommandFailure } from './failure.ts';
import { demandSettings } from './settings.ts';

/** A client of the partner API. */
export const partnerClient = (context: Context, baseUrl: string | undefined): GatewayClient => {
  const given = { ...context.settings, baseUrl: baseUrl ?? context.settings.baseUrl };
  const settings = demandSettings(given, 'baseUrl', 'clientId', 'apiKey');
  try {
    return createClient({ ...settings, fetch: context.fetch });
  } catch (error) {
    // The SDK names the option and its rule, never the value.
    throw new CommandFailure('configuration', (error as Error).message);
  }
};
