/** An answer as it came over HTTP. */

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };
