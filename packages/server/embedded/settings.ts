/** What the starter reads from the environment: ports, how searches are answered, and how it is told to end. */
import { z } from 'zod';

const port = (fallback: string) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine((value) => value <= 65_535, 'must be a port number')
    .prefault(fallback);

const schema = z.object({
  PORT: port('8080'),
  OPS_PORT: port('8081'),
  SANDBOX_PORT: port('8090'),
  FUJI_PORT: port('8091'),
  CREDIT_PORT: port('8092'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  PARTNER_GATEWAY_EXIT_WITH_STDIN: z.enum(['0', '1']).default('0'),
});

/** The gateway's own variables of these names are passed on; its places and secrets are the starter's. */
const passedOn = 'SEARCH_';

/** Reads the starter's settings. @throws Error naming every variable that is wrong. */
export const readStarterSettings = () => {
  const parsed = schema.safeParse(process.env);
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    );
  }
  const { PORT, OPS_PORT, SANDBOX_PORT, FUJI_PORT, CREDIT_PORT, LOG_LEVEL, PARTNER_GATEWAY_EXIT_WITH_STDIN } =
    parsed.data;
  return {
    ports: {
      port: PORT,
      opsPort: OPS_PORT,
      sandboxPort: SANDBOX_PORT,
      fujiPort: FUJI_PORT,
      creditPort: CREDIT_PORT,
    },
    environment: Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) =>
        name.startsWith(passedOn) && value !== undefined ? [[name, value]] : [],
      ),
    ),
    logLevel: LOG_LEVEL,
    exitsWithStdin: PARTNER_GATEWAY_EXIT_WITH_STDIN === '1',
  };
};
