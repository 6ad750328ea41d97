/** HTTP to the neighbours that are not 12go: bounded in time and size, no redirects, and failures that name no URL. */
import ky from 'ky';

/** A neighbour did not give a usable answer. The message names the neighbour and the kind of failure only. */
export class NeighbourError extends Error {
  override readonly name = 'NeighbourError';
  readonly neighbour: string;
  readonly kind: 'timeout' | 'connection' | 'status' | 'unreadable';
  readonly status: number | undefined;

  constructor(neighbour: string, kind: NeighbourError['kind'], status?: number) {
    super(`${neighbour}: ${kind}${status === undefined ? '' : ` (HTTP ${status})`}`);
    this.neighbour = neighbour;
    this.kind = kind;
    this.status = status;
  }
}

/** Reads from one neighbour. */
export type Neighbour = {
  /** The body's bytes as text. @throws NeighbourError */
  text(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<string>;
  /** The body as JSON. @throws NeighbourError */
  json(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<unknown>;
};

/** How a neighbour is reached. */
export type NeighbourOptions = {
  readonly name: string;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  /** A larger body is refused, and the rest of it not read. */
  readonly maxBytes: number;
  /** Further attempts of a read after a failure that may pass. */
  readonly retries: number;
  /** Asked before each request. */
  readonly headers?: () => Readonly<Record<string, string>>;
};

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');

const toSearchParams = (query: Readonly<Record<string, string | undefined>>): URLSearchParams =>
  new URLSearchParams(
    Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** The text of a body, or undefined when it is larger. */
const readBounded = async (response: Response, maxBytes: number): Promise<string | undefined> => {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};

/** Makes a neighbour. */
export const createNeighbour = (options: NeighbourOptions): Neighbour => {
  const { name, baseUrl, timeoutMs, maxBytes, retries, headers = () => ({}) } = options;
  const client = ky.create({
    retry: { limit: retries, methods: ['get'], statusCodes: [502, 503, 504], backoffLimit: 250 },
    redirect: 'manual',
    throwHttpErrors: false,
  });
  const text: Neighbour['text'] = async (path, query = {}) => {
    try {
      const response = await client.get(`${baseUrl}${path}`, {
        searchParams: toSearchParams(query),
        headers: headers(),
        signal: AbortSignal.timeout(timeoutMs),
        timeout: false,
      });
      if (response.status !== 200) throw new NeighbourError(name, 'status', response.status);
      const body = await readBounded(response, maxBytes);
      if (body === undefined) throw new NeighbourError(name, 'unreadable');
      return body;
    } catch (error) {
      if (error instanceof NeighbourError) throw error;
      // The library's own error is dropped: its message holds the URL.
      throw new NeighbourError(name, isTimeout(error) ? 'timeout' : 'connection');
    }
  };
  return {
    text,
    json: async (path, query) => {
      const body = await text(path, query);
      try {
        return JSON.parse(body) as unknown;
      } catch {
        throw new NeighbourError(name, 'unreadable');
      }
    },
  };
};
