import type { Assignment } from '../backend.ts';

/** How a server of agents wants its tasks, and how it answers. */
export interface Dialect {
  name: string;
  /** Ends of the path of an address that speak it. */
  paths: readonly string[];
  body(task: Assignment): object;
  /** Absent, its answer is the result. Paths come behind that of the task. */
  polled?: { look: readonly string[]; cancel: string };
}

/** The field that most of them share; what a server does not know it leaves alone. */
const task = ({ prompt, directory, iteration, model }: Assignment): object => ({
  prompt,
  workspace: directory,
  iteration,
  ...(model === undefined ? {} : { model }),
});

/** Of the servers that seed 003 names; the first is also that of an address without a path. */
export const dialects: readonly Dialect[] = [
  { name: 'aider', paths: ['/api/execute', '/execute'], body: (given) => ({ ...task(given), files: [], mode: 'code' }) },
  { name: 'continue', paths: ['/api/task'], body: (given) => ({ ...task(given), task: given.prompt }) },
  { name: 'goose', paths: ['/api/run'], body: task },
  {
    name: 'autogpt',
    paths: ['/agent/tasks'],
    // https://agentprotocol.ai: a task's input, and anything else beside it.
    body: (given) => ({ input: given.prompt, additional_input: task(given) }),
    polled: { look: ['', '/status'], cancel: '/cancel' },
  },
  // LangServe's shape: https://python.langchain.com/docs/langserve.
  { name: 'langchain', paths: ['/invoke'], body: (given) => ({ input: { ...task(given), input: given.prompt }, config: {} }) },
  {
    name: 'tasks',
    paths: ['/tasks'],
    body: (given) => ({ ...task(given), files: [] }),
    polled: { look: ['/status', ''], cancel: '/cancel' },
  },
];

/** Who speaks at an address, and the whole of it; undefined where its path is nobody's. */
export function dialectAt(written: string): { dialect: Dialect; url: URL } | undefined {
  if (!URL.canParse(written)) return undefined;
  const url = new URL(written);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  url.pathname = url.pathname.replace(/\/+$/, '');
  const [first] = dialects;
  if (url.pathname === '/' && first) {
    url.pathname = first.paths[0] ?? '';
    return { dialect: first, url };
  }
  const dialect = dialects.find(({ paths }) => paths.some((path) => url.pathname.endsWith(path)));
  return dialect && { dialect, url };
}
