/** Demands the settings a command cannot do without. */
import { type Settings, settingVariables } from './context.ts';
import { CommandFailure } from './failure.ts';

/** The settings by name, all of them there. */
export const demandSettings = <Name extends keyof Settings>(
  settings: Settings,
  ...names: readonly Name[]
): Record<Name, string> => {
  const missing = names.filter((name) => settings[name] === undefined).map((name) => settingVariables[name]);
  if (missing.length > 0) {
    throw new CommandFailure('configuration', `missing ${missing.join(', ')}`, {
      hint: `Set ${missing.length === 1 ? 'it' : 'them'} in the environment; a URL can also be given with --base-url.`,
    });
  }
  return Object.fromEntries(names.map((name) => [name, settings[name]])) as Record<Name, string>;
};
