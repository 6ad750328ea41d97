/** The gross price type behind upstream's `price_restriction` code. */

/** How binding the gross price is for the partner's own selling price. */
export type PriceType = 'Recommended' | 'Min' | 'Max' | 'Exact';

const byRestriction: ReadonlyMap<number, PriceType> = /* @__PURE__ */ new Map<number, PriceType>([
  [1, 'Min'],
  [2, 'Max'],
  [3, 'Exact'],
]);

/**
 * 1 Min, 2 Max, 3 Exact; 0, anything else and nothing are Recommended.
 *
 * @example
 * ```ts
 * toPriceType(3); // 'Exact'
 * ```
 */
export function toPriceType(restriction: number | null | undefined): PriceType {
  return byRestriction.get(restriction ?? 0) ?? 'Recommended';
}
