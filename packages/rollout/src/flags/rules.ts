/** A rule of the rollout: who answers one endpoint, or a step, for one client or for all. */
import { clientIdPattern } from '@partner-gateway/contract';
import { z } from 'zod';
import { isStep, stepOf, steps } from './steps.ts';

/** Who answers: the old system; the old system with copies to the gateway; a share each; the gateway. */
export const modes = ['legacy', 'shadow', 'percent', 'gateway'] as const;

/** Who gets 12go's notifications. */
export const notificationModes = ['legacy', 'both', 'gateway'] as const;

const known = `${steps.join(', ')}, or an endpoint of stations, search or post_booking`;

const endpointName = z.string().superRefine((name, context) => {
  if (isStep(name)) return;
  const step = stepOf(name);
  if (step === 'funnel')
    context.addIssue(`${name} moves with the rest of the funnel: write "funnel", which names them all`);
  else if (step === undefined) context.addIssue(`is none that is moved; expected ${known}`);
});

const percentage = z
  .number('must be a number from 0 to 100')
  .min(0, 'must be from 0 to 100')
  .max(100, 'must be from 0 to 100');

const ruleShape = z.strictObject({
  endpoint: endpointName,
  client: z.union([z.literal('*'), z.string().regex(clientIdPattern, 'must be a client id, or * for all')]),
  mode: z.enum(modes, `must be one of ${modes.join(', ')}`),
  /** Part of the requests that the gateway answers; with `percent` only. */
  percent: percentage.optional(),
  /** Part of what the old system answers that is copied to the gateway. Default: 10 with `shadow`, else 0. */
  copy_percent: percentage.optional(),
  /** When it last changed; the gate waits from then on. */
  since: z.iso.datetime().optional(),
});

/** A rule as it is written. */
export const ruleSchema = ruleShape.superRefine((rule, context) => {
  const { mode, percent, copy_percent: copies } = rule;
  if ((mode === 'percent') !== (percent !== undefined))
    context.addIssue({
      code: 'custom',
      path: ['percent'],
      message: mode === 'percent' ? 'is required with mode percent' : 'goes with mode percent only',
    });
  if (copies !== undefined && (mode === 'legacy' || mode === 'gateway'))
    context.addIssue({
      code: 'custom',
      path: ['copy_percent'],
      message: 'goes with modes shadow and percent only',
    });
});

export type Rule = z.output<typeof ruleSchema>;

/** What a rule says in the end. */
export type Share = {
  /** Of 100 requests so many are the gateway's. */
  readonly percent: number;
  /** Of 100 that the old system answers so many are copied. */
  readonly copyPercent: number;
};

const copyPercentDefault = 10;

/** What a rule means; without one the old system answers, as it did before. */
export const shareOf = (rule: Rule | undefined): Share => {
  if (rule === undefined) return { percent: 0, copyPercent: 0 };
  const { mode, percent = 0, copy_percent: copies = 0 } = rule;
  if (mode === 'shadow') return { percent: 0, copyPercent: rule.copy_percent ?? copyPercentDefault };
  return { percent: mode === 'gateway' ? 100 : percent, copyPercent: copies };
};
