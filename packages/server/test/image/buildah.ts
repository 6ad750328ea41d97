/** buildah as tests use it: no daemon, a storage of its own that the next run finds again, nothing pulled from anywhere. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const runFile = promisify(execFile);

/** Where the base and the storage are kept between runs. */
export const cacheFolder = join(tmpdir(), 'partner-gateway-image');

/** Runs a program to its end; its stdout. @throws with the end of what it printed when it fails */
export const runTool = async (program: string, args: readonly string[]): Promise<string> => {
  try {
    const { stdout } = await runFile(program, [...args], { maxBuffer: 64 * 1_024 * 1_024 });
    return stdout;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.slice(-4_000) : '';
    throw new Error(`${program} ${args[0] ?? ''} failed: ${said}`, { cause });
  }
};

const program = process.env.BUILDAH_BIN ?? 'buildah';
const storageOf = (driver: string): readonly string[] => [
  ...[
    '--storage-driver',
    driver,
    '--root',
    join(cacheFolder, driver),
    '--runroot',
    join(cacheFolder, `${driver}-run`),
  ],
];

/** Copies of whole file systems, `vfs`, work everywhere and take three times as long. */
const chooseStorage = async (): Promise<readonly string[]> => {
  const overlay = storageOf('overlay');
  const works = runTool(program, [...overlay, 'info']).then(
    () => true,
    () => false,
  );
  return (await works) ? overlay : storageOf('vfs');
};
let chosen: Promise<readonly string[]> | undefined;

/** One command of buildah. */
export const buildah = async (...args: readonly string[]): Promise<string> => {
  chosen ??= chooseStorage();
  return runTool(program, [...(await chosen), ...args]);
};

/** Builds a Dockerfile with a context. */
export const build = (context: string, { tag, args = [] }: { tag: string; args?: readonly string[] }) =>
  buildah('bud', '--isolation', 'chroot', '--pull-never', '--format', 'docker', ...args, '-t', tag, context);
