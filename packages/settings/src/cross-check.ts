/** What two settings say together. */

/** The variables as they are given, empty ones left out. */
export type Given = Readonly<Record<string, string>>;

/** Whether the settings contradict each other, and how that is told. */
export type CrossCheck = readonly [broken: (given: Given) => boolean, problem: string];

export const isProduction = ({ NODE_ENV }: Given): boolean => NODE_ENV === 'production';
