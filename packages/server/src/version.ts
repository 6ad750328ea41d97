/** The version of this build. */
import manifest from '../package.json' with { type: 'json' };

/** From the package's manifest. */
export const { version } = manifest;
