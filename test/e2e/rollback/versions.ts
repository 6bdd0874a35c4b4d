import { expect } from 'vitest';
import type { ExecutionRecord } from '../../../src/contract/record.ts';
import { containersOf, docker, lines } from '../support/outside.ts';
import type { Project } from '../support/project.ts';
import type { Workplace } from '../support/workplace.ts';

/** A project whose image is another one in each version. */
export interface Versions {
  project: Project;
  /** Writes the files of a version, and brings them up. */
  up(version: number, name?: string): Promise<ExecutionRecord>;
  rollback(...args: string[]): Promise<{ exit: number; record: ExecutionRecord; stderr: string }>;
  /** What an instance answers from outside: `version 2`. */
  answer(name?: string): Promise<string>;
  web(name?: string): Promise<string | undefined>;
  /** Names that revisions give images: `r2-demo.web`. */
  tags(): Promise<string[]>;
  imageOf(name?: string): Promise<string>;
}

const dockerfile = `FROM busybox:1.37
COPY index.html /www/
CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
`;

const built = 'build: .';
const configured = `image: busybox:1.37
    command: sh -c 'mkdir /www; echo "version $$VERSION" > /www/index.html; exec httpd -f -p 8080 -h /www'
    environment: { VERSION: "\${VERSION}" }`;

const compose = (web: string) => `services:
  web:
    ${web}
    init: true
    ports: ["8080"]
  cache:
    image: busybox:1.37
    init: true
    command: sleep 600
x-portside:
  ports: { api: web:8080 }
  verify:
    - http: web:8080/
`;

/** `from`: what makes the versions differ, where nothing can be built. */
export async function makeVersions(at: Workplace, from: 'build' | 'configuration' = 'build'): Promise<Versions> {
  const project = await at.project({ 'compose.yaml': compose(from === 'build' ? built : configured), Dockerfile: dockerfile });
  const ports = new Map<string, number>();
  const web = async (name = 'demo') => (await containersOf(`${project.name}-${name}`, at.engine))['web'];
  return {
    project,
    web,
    async up(version, name = 'demo') {
      await project.write('index.html', `version ${version}\n`);
      await project.write('.env', `VERSION=${version}\n`);
      const { exit, record, stderr } = await at.up(project.directory, '--name', name, '--settle', '100ms');
      expect(exit, stderr).toBe(0);
      ports.set(name, record.deployment.api_port ?? 0);
      return record;
    },
    async rollback(...args) {
      const { exit, stdout, stderr } = await at.portside('rollback', `${project.name}/demo`, ...args, '--settle', '100ms', '--json');
      if (!stdout.startsWith('{')) throw new Error(`no record, exit ${exit}: ${stderr}`);
      return { exit, record: JSON.parse(stdout) as ExecutionRecord, stderr };
    },
    answer: async (name = 'demo') => (await (await fetch(`http://127.0.0.1:${ports.get(name)}/`)).text()).trim(),
    async tags() {
      const filter = ['--filter', `reference=portside/${project.name}`];
      const names = await lines(['images', '--format', '{{.Repository}}:{{.Tag}}', ...filter], at.engine);
      // Podman lists the other names of an image too.
      return names.flatMap((name) => name.split(`portside/${project.name}:`)[1] ?? []).toSorted();
    },
    imageOf: async (name = 'demo') => docker(['inspect', '--format', '{{.Image}}', (await web(name)) ?? 'none'], at.engine),
  };
}
