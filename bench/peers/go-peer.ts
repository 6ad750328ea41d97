/** Builds the peer in Go, where Go is: a program in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = new URL('./go/main.go', import.meta.url).pathname;

export type GoPeer = { readonly program: string; remove(): void };

/** Undefined where there is no Go. @throws Error with what the compiler says when it does not build. */
export const buildGoPeer = (): GoPeer | undefined => {
  if (spawnSync('go', ['version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-go-peer-'));
  const program = join(folder, 'go-peer');
  const { status, stderr } = spawnSync('go', ['build', '-o', program, source], { encoding: 'utf8' });
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  if (status === 0) return { program, remove };
  remove();
  throw new Error(`the Go peer does not build:\n${stderr}`);
};
