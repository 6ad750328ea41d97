/** Programs of an image as a cluster would run them: the image's user, environment and folder, its root mounted read-only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { buildah } from './buildah.ts';

const inspected = z.object({
  Docker: z.object({
    config: z.object({
      User: z.string(),
      Env: z.array(z.string()),
      Entrypoint: z.array(z.string()),
      Cmd: z.array(z.string()),
      WorkingDir: z.string(),
      Labels: z.record(z.string(), z.string()),
      Healthcheck: z.object({ Test: z.array(z.string()) }),
    }),
  }),
});

/** What an image says of itself. */
export const configOf = async (image: string) =>
  inspected.parse(JSON.parse(await buildah('inspect', '--type', 'image', image))).Docker.config;

/** A root that an image is unpacked into. */
export type Root = { readonly folder: string; remove(): Promise<void> };

/** Unpacks an image, with places to mount at, as a runtime makes them. */
export const unpack = async (image: string): Promise<Root> => {
  const container = (await buildah('from', '--pull-never', image)).trim();
  const folder = (await buildah('mount', container)).trim();
  for (const place of ['proc', 'dev', 'run/gateway']) await mkdir(join(folder, place), { recursive: true });
  return { folder, remove: async () => void (await buildah('rm', container)) };
};

// Mounts are the process's own and go with it; `exec` leaves the program itself to get the signals.
const readOnly = `set -eu; root=$1 files=$2 folder=$3 uid=$4 gid=$5; shift 5
mount --bind "$root" "$root"; mount --rbind /dev "$root/dev"; mount --bind "$files" "$root/run/gateway"
mount -o remount,bind,ro "$root/run/gateway"; mount -o remount,bind,ro "$root"; mount -t proc proc "$root/proc"
exec setpriv --no-new-privs unshare --root="$root" --wd="$folder" --setgid "$gid" --setuid "$uid" "$@"`;

/** A running program of an image. */
export type Contained = { readonly child: ChildProcess; output(): string; ended(): Promise<number | null> };

/** Starts a command in an unpacked image; `files` is a folder of this machine, seen at `/run/gateway`. */
export const runIn = (
  { folder }: Root,
  config: Awaited<ReturnType<typeof configOf>>,
  {
    files,
    command,
    environment = {},
  }: {
    readonly files: string;
    readonly command: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
  },
): Contained => {
  const own = Object.fromEntries(config.Env.map((pair) => pair.split(/=(.*)/s, 2)));
  // The image's own folders first: the rest of PATH is for what mounts.
  const env = { ...own, ...environment, PATH: `${own.PATH}:${process.env.PATH}` };
  const script = ['-c', readOnly, 'sh', folder, files, config.WorkingDir, ...config.User.split(':')];
  const args = ['--mount', 'sh', ...script, ...config.Entrypoint, ...command];
  const child = spawn('unshare', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
  const closed = once(child, 'close');
  return {
    child,
    output: () => text,
    ended: async () =>
      z
        .number()
        .nullable()
        .parse((await closed)[0]),
  };
};
