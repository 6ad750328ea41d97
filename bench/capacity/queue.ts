/** How often somebody waits for one of several servers: Erlang's C, for what arrives by chance. */

/**
 * The share that has to wait, from 0 to 1.
 *
 * @example
 * waitShare(10, 8); // 0.409…
 */
export const waitShare = (servers: number, load: number): number => {
  if (load <= 0) return 0;
  if (load >= servers) return 1;
  let blocking = 1;
  for (let count = 1; count <= servers; count += 1) blocking = (load * blocking) / (count + load * blocking);
  return blocking / (1 - (load / servers) * (1 - blocking));
};
