/** Health and readiness. */
import { metadata } from '../metadata.ts';
import { healthSchema, readinessSchema } from '../schemas/health.ts';
import { c } from './route-kit.ts';

const health = {
  method: 'GET',
  path: '/health',
  summary: 'Health',
  description: 'The process runs.',
  responses: { 200: healthSchema },
  metadata: metadata({ endpoint: 'health', auth: 'none', cost: 'none', aliases: ['/health/live'] }),
} as const;

const ready = {
  method: 'GET',
  path: '/ready',
  summary: 'Readiness',
  description:
    'Settings, keys and id tables are loaded. Trouble with the store or the supplier is reported in the body but does not take the instance out.',
  responses: { 200: readinessSchema, 503: readinessSchema },
  metadata: metadata({ endpoint: 'ready', auth: 'none', cost: 'none', aliases: ['/health/ready'] }),
} as const;

/** Health and readiness. */
export const healthRoutes = c.router({ health, ready });
