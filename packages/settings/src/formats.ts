/** How values are written in the environment. */
import { isIP } from 'node:net';
import { z } from 'zod';

/** `true` or `false`. */
export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .describe('true or false');

/** A whole number within bounds. */
export const whole = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `must be between ${minimum} and ${maximum}`);

/** An http or https URL, without slashes at its end. */
export const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((url) => url.replace(/\/+$/, ''));
/** A redis or rediss URL. */
export const redisUrl = z.string().regex(/^rediss?:\/\//, 'must be a redis:// or rediss:// URL');
/** Items, comma separated. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const nodePattern = /^(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})$/;
/** Addresses, `host:port`, comma separated. */
export const nodeList = list
  .refine(
    (nodes) => nodes.length > 0 && nodes.every((node) => nodePattern.test(node)),
    'must be addresses like redis-1.internal:6379, comma separated',
  )
  .transform((nodes) =>
    nodes.map((node) => {
      const [, host = '', port] = nodePattern.exec(node) ?? [];
      return { host: host.replace(/[[\]]/g, ''), port: Number(port) };
    }),
  );

/** An address, or a range such as `192.0.2.0/24`. */
export const isSource = (text: string): boolean => {
  const [address = '', prefix = '0', ...rest] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
};
