/** Whether a series grows: its slope by least squares, with the standard error of that. */

export type Point = { readonly x: number; readonly y: number };
export type Trend = { readonly slope: number; readonly standardError: number };

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** @throws RangeError for fewer than three points, whose error nobody knows. */
export const trendOf = (points: readonly Point[]): Trend => {
  if (points.length < 3) throw new RangeError('a trend wants three points');
  const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const squares = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, standardError: Math.sqrt(squares / (points.length - 2) / spread) };
};
