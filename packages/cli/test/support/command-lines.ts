/** A line of each command that asks a gateway, about what there is at one; tests that go over every command take them from here. */

/** What the lines are about. */
export type Facts = {
  readonly clientId: string;
  readonly bookingId: string;
  /** A reserve whose outcome is open, and the number it has at 12go. */
  readonly cart: string;
  readonly number: string;
  readonly itineraryId: string;
  readonly date: string;
  readonly environment: string;
};

/** One line a command. */
export const linesOf = (facts: Facts): readonly string[] => {
  const { clientId, bookingId, cart, number, itineraryId, date } = facts;
  const client = `--client ${clientId}`;
  const meant = `--reason test --confirm-environment ${facts.environment}`;
  return [
    `find ${bookingId}`,
    `booking inspect ${bookingId}`,
    'booking open',
    'outcomes list',
    `booking resolve ${client} --cart ${cart} --as booked --booking ${number} ${meant}`,
    'config reload',
    'config show',
    `doctor ${client}`,
    `logs tail ${bookingId} ${client}`,
    `limits set ${client} --search 600 --for 60 --reason test`,
    `locks list ${client}`,
    `locks release ${client} --session 00d1f3a97b2c4e58 --trip VN0fSc0fY87jib04V0pW41sL --date ${date} ${meant}`,
    'notifications dead',
    'events audit',
    'state',
    'webhooks list',
    `webhooks dead ${client}`,
    `webhooks replay ${client} --all ${meant}`,
    `webhooks enable ${client} ${meant}`,
    `webhooks disable ${client} ${meant}`,
    `price explain ${itineraryId} ${client}`,
    `upstream keys ${client}`,
    'upstream limits',
    'upstream set --search-connections 20 --for 60 --reason test',
    `search --from-station VNHANMYD --to-station VNSPASPT --date ${date}`,
  ];
};
