/** Tells a listener of the caller what happened. */

/** Calls the listener, if there is one. Whatever it does, throw or reject, stays with it. */
export const tell = <Event>(listener: ((event: Event) => unknown) | undefined, event: Event): void => {
  const told = async (): Promise<unknown> => await listener?.(event);
  told().catch(() => {});
};
