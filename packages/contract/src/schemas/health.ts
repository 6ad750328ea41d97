/** Answers of the health endpoints. */
import { z } from 'zod';

/** The process runs. */
export const healthSchema = z
  .object({ status: z.literal('ok'), version: z.string(), uptime_seconds: z.number() })
  .meta({ id: 'Health' });

/** One thing the gateway depends on. */
export const dependencyCheckSchema = z
  .object({
    name: z.string(),
    status: z.enum(['ok', 'degraded', 'down', 'not_loaded']),
    required: z.boolean().describe('Whether readiness depends on it.'),
    detail: z.string().optional(),
    age_seconds: z.number().optional().describe('Age of the loaded copy, where there is one.'),
  })
  .meta({ id: 'DependencyCheck' });

/** Whether the gateway takes traffic; trouble that does not take it out is reported too. */
export const readinessSchema = z
  .object({ status: z.enum(['ready', 'degraded', 'not_ready']), checks: z.array(dependencyCheckSchema) })
  .meta({ id: 'Readiness' });

export type Health = z.output<typeof healthSchema>;
export type DependencyCheck = z.output<typeof dependencyCheckSchema>;
export type Readiness = z.output<typeof readinessSchema>;
