/** Where two values differ, path by path. */

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** One line for each difference, `path: fake …, gateway …`. */
export const differences = (fake: unknown, gateway: unknown, path = ''): readonly string[] => {
  if (!isObject(fake) || !isObject(gateway)) {
    const [one, other] = [JSON.stringify(fake), JSON.stringify(gateway)];
    return one === other ? [] : [`${path}: fake ${one}, gateway ${other}`];
  }
  const keys = [...new Set([...Object.keys(fake), ...Object.keys(gateway)])];
  return keys.flatMap((key) => differences(fake[key], gateway[key], path === '' ? key : `${path}.${key}`));
};
