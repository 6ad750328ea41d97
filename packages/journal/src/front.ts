/** The first entry of a map that is written to at its end, without the walk over what was deleted before it. */

/**
 * Tells the first entry each time it is asked. A new iterator of a map begins at everything deleted since the map last moved, which
 * in a queue is as much as the queue itself; one that is kept goes on from where it was. An entry that changes is deleted and set
 * again with a new value.
 *
 * @example
 * const first = createFront(queue);
 * queue.delete('a'); // and every other change
 * first(); // ['b', …]
 */
export const createFront = <Key, Value extends object>(
  map: ReadonlyMap<Key, Value>,
): (() => readonly [Key, Value] | undefined) => {
  let entries = map.entries();
  let front: readonly [Key, Value] | undefined;
  return () => {
    while (front === undefined || map.get(front[0]) !== front[1]) {
      const { done, value } = entries.next();
      front = done ? undefined : value;
      if (done) entries = map.entries();
      if (done && map.size === 0) return undefined;
    }
    return front;
  };
};
