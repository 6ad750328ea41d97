/** The fake as a program: options from the command line, what to know on stdout, and a port until it is stopped. */
import { parseArgs } from 'node:util';
import type { Listening } from './fake-api.ts';
import { createPartnerFake } from './partner-fake.ts';

const usage = `partner-gateway-fake: the partner API with memory and no gateway, for tests

  --port 4010        where it listens
  --host 127.0.0.1
  --client-id acme
  --api-key KEY      default: gwk_acme_fake
  --now MOMENT       its clock stands still there until it is moved; default: the machine's clock
  --help
`;

const options = {
  port: { type: 'string', default: '4010' },
  host: { type: 'string', default: '127.0.0.1' },
  'client-id': { type: 'string' },
  'api-key': { type: 'string' },
  now: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

type Identified = { readonly baseUrl: string; readonly clientId: string; readonly apiKey: string };

const instructions = ({ baseUrl, clientId, apiKey }: Identified): string => `Base URL   ${baseUrl}
Client id  ${clientId}
API key    ${apiKey}

Let something go wrong, move the clock, look inside, begin anew:
  curl -X POST ${baseUrl}/_fake/scenarios -d '{"operation":"createBooking","scenario":"error","code":"trip_unavailable","times":1}'
  curl -X DELETE ${baseUrl}/_fake/scenarios
  curl -X POST ${baseUrl}/_fake/clock -d '{"advance_ms":1260000}'
  curl ${baseUrl}/_fake/state
  curl -X POST ${baseUrl}/_fake/reset
`;

/**
 * Starts what the arguments ask for and says where it is; undefined when they only asked for help.
 *
 * @throws TypeError on arguments that cannot be.
 */
export const runProgram = async (
  args: readonly string[],
  write: (text: string) => void,
): Promise<Listening | undefined> => {
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    write(usage);
    return undefined;
  }
  const { now, 'client-id': clientId, 'api-key': apiKey } = values;
  const fake = createPartnerFake({
    ...(clientId !== undefined && { clientId }),
    ...(apiKey !== undefined && { apiKey }),
    ...(now !== undefined && { now }),
  });
  const listening = await fake.listen({ port: Number(values.port), host: values.host });
  write(instructions(fake));
  return listening;
};
