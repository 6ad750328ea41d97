/** Whether an endpoint is still sent to: since when it fails, and who or what disabled it; and these states in process memory. */

export type DisabledReason = 'gone' | 'failing' | 'operator';

export type EndpointState = {
  /** The first failure since the last success. */
  readonly failingSinceMs?: number;
  readonly disabled?: { readonly reason: DisabledReason; readonly atMs: number };
};

/** Every call may throw `StoreUnavailable`. */
export type EndpointStates = {
  read(clientId: string): Promise<EndpointState>;
  noteSuccess(clientId: string): Promise<void>;
  /** Disables an endpoint that has failed for so long; resolves to whether this call did, so that one alert is raised. */
  noteFailure(clientId: string, disableAfterMs: number): Promise<boolean>;
  /** Resolves to whether it was enabled before. */
  disable(clientId: string, reason: DisabledReason): Promise<boolean>;
  /** Forgets its failures too. Resolves to whether it was disabled before. */
  enable(clientId: string): Promise<boolean>;
};

/** Creates the states of endpoints that were all well so far; see {@link EndpointStates}. */
export const createMemoryEndpointStates = ({ nowMs }: { readonly nowMs: () => number }): EndpointStates => {
  const states = new Map<string, EndpointState>();
  const stateOf = (clientId: string): EndpointState => states.get(clientId) ?? {};
  const disable = (clientId: string, reason: DisabledReason): boolean => {
    const state = stateOf(clientId);
    if (state.disabled !== undefined) return false;
    states.set(clientId, { ...state, disabled: { reason, atMs: nowMs() } });
    return true;
  };
  return {
    read: async (clientId) => stateOf(clientId),
    async noteSuccess(clientId) {
      const { disabled } = stateOf(clientId);
      states.set(clientId, { ...(disabled !== undefined && { disabled }) });
    },
    async noteFailure(clientId, disableAfterMs) {
      const failingSinceMs = stateOf(clientId).failingSinceMs ?? nowMs();
      states.set(clientId, { ...stateOf(clientId), failingSinceMs });
      return nowMs() - failingSinceMs >= disableAfterMs && disable(clientId, 'failing');
    },
    disable: async (clientId, reason) => disable(clientId, reason),
    async enable(clientId) {
      const wasDisabled = stateOf(clientId).disabled !== undefined;
      states.delete(clientId);
      return wasDisabled;
    },
  };
};
