/** Asks the real command line, over HTTP, and reads what it names. */
import { type Inspection, inspectionSchema } from '@partner-gateway/contract';
import { run } from '../../../cli/src/program.ts';
import type { Clue } from './incident.ts';

/** What a tool said. */
export type Said = {
  readonly causes: readonly string[];
  /** Those it is sure of. */
  readonly certain: readonly string[];
  readonly action: string;
};

const ask = async ({ at, asks }: Clue): Promise<{ stdout: string; stderr: string }> => {
  const said = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => ({
    isTTY: false,
    write: (text: string) => {
      said[name] += text;
    },
  });
  const { opsBaseUrl, opsKey, baseUrl } = at;
  await run([...asks, '--json'], {
    settings: { baseUrl, clientId: 'demo', apiKey: undefined, opsBaseUrl, opsKey, routerUrls: undefined },
    profiles: { file: '', asked: undefined, variable: () => undefined },
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    noColor: true,
    ask: undefined,
    readSecret: async () => '',
    fetch: globalThis.fetch,
    timeoutMs: 30_000,
    signal: new AbortController().signal,
  });
  return said;
};

type Check = { readonly code: string; readonly verdict: string; readonly action?: string };

const ofDoctor = (checks: readonly Check[]): Said => {
  const ill = checks.filter(({ verdict }) => verdict !== 'ok');
  return {
    causes: ill.map(({ code }) => code),
    certain: ill.filter(({ verdict }) => verdict === 'fail').map(({ code }) => code),
    action: ill.map(({ action = '' }) => action).join(' '),
  };
};

const ofStory = ({ diagnosis }: Inspection): Said => ({
  causes: [diagnosis.cause],
  certain: diagnosis.certainty === 'certain' ? [diagnosis.cause] : [],
  action: `${diagnosis.action} ${diagnosis.command ?? ''}`,
});

/** What one command says; nothing where it fails. */
export const askOnCall = async (clue: Clue): Promise<Said> => {
  const { stdout } = await ask(clue);
  if (stdout === '') return { causes: [], certain: [], action: '' };
  const body: unknown = JSON.parse(stdout);
  return clue.asks[0] === 'doctor'
    ? ofDoctor((body as { checks: readonly Check[] }).checks)
    : ofStory(inspectionSchema.parse(body));
};
