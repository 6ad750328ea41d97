/** Health and readiness: what they answer, and their routes. */
import { z } from 'zod';
import { metadata } from '../metadata.ts';
import { c, problems } from './route-kit.ts';

/** The process runs. */
export const healthSchema = z
  .object({
    status: z.literal('ok').describe('The process runs.'),
    version: z.string().describe('Of the gateway.'),
    uptime_seconds: z.number().describe('Since the process was started.'),
  })
  .meta({ id: 'Health', description: 'The process runs.' });

/** One thing the gateway depends on. */
export const dependencyCheckSchema = z
  .object({
    name: z.string().describe('What the instance depends on.'),
    status: z
      .enum(['ok', 'degraded', 'down', 'not_loaded'])
      .describe('`degraded`: worse than it should be, and in use. `not_loaded`: not there yet.'),
    required: z.boolean().describe('Whether readiness depends on it.'),
    detail: z.string().optional().describe('What is wrong, where something is.'),
    age_seconds: z.number().optional().describe('Age of the loaded copy, where there is one.'),
  })
  .meta({ id: 'DependencyCheck', description: 'One thing that the instance depends on.' });

/** Whether the gateway takes traffic; trouble that does not take it out is reported too. */
export const readinessSchema = z
  .object({
    status: z.enum(['ready', 'degraded', 'not_ready']).describe('`degraded` takes traffic too.'),
    checks: z.array(dependencyCheckSchema).describe('One for each thing the instance depends on.'),
  })
  .meta({
    id: 'Readiness',
    description: 'Whether the instance takes traffic; trouble that does not take it out is said too.',
  });

export type Health = z.output<typeof healthSchema>;
export type DependencyCheck = z.output<typeof dependencyCheckSchema>;
export type Readiness = z.output<typeof readinessSchema>;

const health = {
  method: 'GET',
  path: '/health',
  summary: 'Health',
  description: 'The process runs.',
  responses: { 200: healthSchema, ...problems(408, 431) },
  metadata: metadata({ endpoint: 'health', auth: 'none', cost: 'none', aliases: ['/health/live'] }),
} as const;

const ready = {
  method: 'GET',
  path: '/ready',
  summary: 'Readiness',
  description:
    'Settings, keys and id tables are loaded. Trouble with the store or the supplier is reported in the body but does not take the instance out.',
  responses: { 200: readinessSchema, ...problems(408, 431), 503: readinessSchema },
  metadata: metadata({ endpoint: 'ready', auth: 'none', cost: 'none', aliases: ['/health/ready'] }),
} as const;

/** Health and readiness. */
export const healthRoutes = c.router({ health, ready });
