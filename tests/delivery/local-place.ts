/** Processes of this machine behind HAProxy as a place to deliver to: two sides, of which one has the stable version. */
import { freePort } from '../../packages/server/test/support/free-port.ts';
import { type Program, runProgram } from '../../packages/server/test/support/program.ts';
import { type Balancer, type Side, startBalancer } from './balancer.ts';

type Environment = Readonly<Record<string, string>>;
type Running = { readonly side: Side; readonly program: Program };

/** The settings in common, and those of each version: what it is good or bad by. */
type Versions = { readonly common: Environment; readonly own: Readonly<Record<string, Environment>> };

const sides = ['side-a', 'side-b'] as const;

const scraped = async (port: number): Promise<string> =>
  (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

/** Starts the stable version. */
export const openLocalPlace = async ({ common, own }: Versions, first: string) => {
  const ports = { 'side-a': await freePort(), 'side-b': await freePort() };
  const opsPorts = { 'side-a': await freePort(), 'side-b': await freePort() };
  const addresses = { 'side-a': `127.0.0.1:${ports['side-a']}`, 'side-b': `127.0.0.1:${ports['side-b']}` };
  const balancer: Balancer = await startBalancer(addresses);
  const start = async (side: Side, version: string): Promise<Running> => {
    const listeners = { PORT: String(ports[side]), OPS_PORT: String(opsPorts[side]) };
    const program = runProgram('src/programs/gateway.ts', { ...common, ...own[version], ...listeners });
    await program.says('Listening');
    await balancer.untilUp(side);
    return { side, program };
  };
  const end = async ({ program }: Running): Promise<void> => {
    program.signal('SIGTERM');
    const code = await program.ended();
    if (code !== 0) throw new Error(`a gateway ended with ${code}`);
  };
  let stable = await start('side-a', first);
  let canary: Running | undefined;
  const share = async (percent: number): Promise<void> => {
    if (canary === undefined) throw new Error('there is no canary');
    await balancer.weigh(canary.side, percent);
    await balancer.weigh(stable.side, 100 - percent);
  };
  return {
    url: balancer.url,
    async deploy(version: string) {
      const side = sides.find((one) => one !== stable.side) ?? 'side-b';
      canary = await start(side, version);
    },
    weigh: share,
    async read() {
      const of = async ({ side }: Running) => ({ [side]: await scraped(opsPorts[side]) });
      return { stable: await of(stable), canary: canary === undefined ? {} : await of(canary) };
    },
    async promote() {
      await share(100);
      if (canary === undefined) return;
      await end(stable);
      [stable, canary] = [canary, undefined];
    },
    async rollBack() {
      await share(0);
      if (canary !== undefined) await end(canary);
      canary = undefined;
    },
    async close() {
      stable.program.kill();
      canary?.program.kill();
      await balancer.close();
    },
  };
};
