import { describe, expect, test } from 'vitest';
import { image } from '../deploy/plan/workbench.ts';
import { bodyOf, example, standingOf } from './workbench.ts';

const web = (more: string) => `name: shop\nservices:\n  web:\n    image: busybox:1.37\n${more.replaceAll(/^/gm, '    ')}\n`;

test('the example: real names, ports by its own variables, nothing of Portside', async () => {
  const { text } = await standingOf({ 'compose.yaml': await example('hello/compose.yaml'), Dockerfile: 'FROM busybox\n' }, { moved: 20 });
  expect(bodyOf(text)).toMatchInlineSnapshot(`
    "name: hello-standing
    services:
      redis:
        image: redis:7-alpine # no registry's digest is known of it
        container_name: hello_redis_\${INSTANCE_ID:-default}
        init: true
        restart: unless-stopped
        volumes:
          - redis_data:/data
        networks:
          - hello_net
        healthcheck:
          test:
            - CMD
            - redis-cli
            - ping
          timeout: 3s
          interval: 5s
          retries: 5
      web:
        build:
          # built here
          context: .
        container_name: hello_web_\${INSTANCE_ID:-default}
        init: true
        restart: unless-stopped
        environment:
          ANTHROPIC_API_KEY: \${ANTHROPIC_API_KEY:-}
          INSTANCE_ID: \${INSTANCE_ID:-default}
          REDIS_URL: redis://redis:6379
        ports:
          - \${API_EXTERNAL_PORT:-8021}:8000
          - \${WS_EXTERNAL_PORT:-8024}:8003
        networks:
          - hello_net
        healthcheck:
          test:
            - CMD
            - wget
            - -qO-
            - http://127.0.0.1:8000/health
          timeout: 10s
          interval: 30s
          retries: 3
        depends_on:
          redis:
            condition: service_healthy
    networks:
      hello_net:
        name: hello_network_\${INSTANCE_ID:-default}
        driver: bridge
    volumes:
      redis_data:
        driver: local
    "
  `);
});

describe('variables where Compose changes what they come to', () => {
  const written = async (more: string): Promise<unknown> => {
    const { file, text } = await standingOf({ 'compose.yaml': web(more) });
    expect(text).not.toMatch(/zq\d+qz|\b471\d\d\b/);
    return (file as { services?: { web?: unknown } }).services?.web;
  };

  test('the container side of a port, in short and long form', async () => {
    expect(await written('ports: ["8001:${INNER:-80}"]')).toMatchObject({ ports: ['${WEB_PORT:-8001}:${INNER:-80}'] });
    expect(await written('ports: [{ target: "${INNER:-80}", published: "8001", name: "${NAME:-main}" }]')).toMatchObject({
      ports: [{ target: '${INNER:-80}', published: '${WEB_PORT:-8001}', name: '${NAME:-main}' }],
    });
  });

  test('aliases and addresses on networks', async () => {
    expect(await written('networks: { default: { aliases: ["${APP:-shop}-web", "web-${APP:-shop}"] } }')).toMatchObject({
      networks: { default: { aliases: ['${APP:-shop}-web', 'web-${APP:-shop}'] } },
    });
  });

  test('keys of labels, of variables and of build arguments, where a list says them', async () => {
    expect(
      await written('labels: ["${APP:-shop}.role=web", "traefik.http.routers.${APP:-shop}.rule=Host(`${HOST:-a}`)", "plain=1"]'),
    ).toMatchObject({
      labels: ['plain=1', '${APP:-shop}.role=web', 'traefik.http.routers.${APP:-shop}.rule=Host(`${HOST:-a}`)'],
    });
    expect(await written('environment: ["${PREFIX:-A}_MODE=fast", "B=${APP:-shop}"]')).toMatchObject({
      environment: ['${PREFIX:-A}_MODE=fast', 'B=${APP:-shop}'],
    });
  });

  test('sizes, and what another file joins', async () => {
    expect(await written('mem_limit: ${MB:-64}m\nshm_size: ${SHM:-64m}\nstop_grace_period: ${GRACE:-7}s')).toMatchObject({
      mem_limit: '${MB:-64}m',
      shm_size: '${SHM:-64m}',
      stop_grace_period: '${GRACE:-7}s',
    });
    const { file } = await standingOf({
      'compose.yaml': web('cap_add: [NET_ADMIN]\ndns: [1.1.1.1]'),
      'compose.override.yaml': 'services: { web: { cap_add: ["${CAP:-SYS_TIME}"], dns: ["${DNS:-8.8.8.8}"] } }\n',
    });
    expect(file).toMatchObject({ services: { web: { cap_add: ['NET_ADMIN', '${CAP:-SYS_TIME}'], dns: ['1.1.1.1', '${DNS:-8.8.8.8}'] } } });
  });
});

test('a value that Compose changes so that nobody finds it again stands as it was, and that is said', async () => {
  const { file, notes } = await standingOf({ 'compose.yaml': web('volumes: ["./${SUB:-a//b}/c:/data", "./x:/${TO:-y}"]') });
  expect(file).toMatchObject({ services: { web: { volumes: ['./a/b/c:/data', './x:/${TO:-y}'] } } });
  expect(notes).toEqual(['SUB: its value stands here as it was; Compose does not say where it came out']);
});

test('a value that has to stand as it was is said, its default too', async () => {
  const { file, notes } = await standingOf({
    'compose.yaml': `${web('ports: ["${ADDRESS:-127.0.0.1}:8001:80"]')}x-portside: { edge: { domain: "\${DOMAIN:-shop.test}" }, update: { web: rolling } }\n`,
  });
  expect(JSON.stringify(file)).toContain('127.0.0.1');
  const said = 'its value stands here as it was; Compose does not say where it came out';
  expect(notes).toEqual(expect.arrayContaining([`ADDRESS: ${said}`, `DOMAIN: ${said}`]));
});

describe('ports', () => {
  test('a variable of the file keeps its name, and says the leased port wherever it is used', async () => {
    const { file } = await standingOf(
      {
        'compose.yaml': web(
          'ports: ["127.0.0.1:${API_PORT:-8001}:8000/udp"]\nenvironment: { URL: "http://localhost:${API_PORT:-8001}/x" }',
        ),
      },
      { moved: 4 },
    );
    expect(file).toMatchObject({
      services: { web: { ports: ['127.0.0.1:${API_PORT:-8005}:8000/udp'], environment: { URL: 'http://localhost:${API_PORT:-8005}/x' } } },
    });
  });

  test('without one it is named for what it is, and for nothing that means something else', async () => {
    const ports = 'ports: ["8001:8000", "9000", { target: 70, published: "7000", protocol: udp, name: dns }]';
    const { file } = await standingOf({
      'compose.yaml': `${web(`${ports}\nenvironment: { P: "\${WEB_9000_PORT:-x}" }`)}x-portside: { ports: { api: web:8000 } }\n`,
    });
    expect(file).toMatchObject({
      services: {
        web: {
          ports: [
            '${API_PORT:-8001}:8000',
            '${WEB_9000_PORT_2:-20002}:9000',
            { target: 70, published: '${WEB_70_UDP_PORT:-7000}', name: 'dns' },
          ],
        },
      },
    });
  });
});

describe('variables stay variables', () => {
  test('through anchors, lists, long and short forms, commands and healthchecks', async () => {
    const compose = `
name: shop
x-common: &common
  restart: \${RESTART:-always}
  environment: &env { LOG: "\${LOG:-info}", DOLLARS: a$$b }
services:
  web:
    <<: *common
    image: "busybox:\${TAG:-1.37}"
    container_name: web_\${INSTANCE_ID}
    command: sh -c "echo \${LOG:-info} $$HOME"
    environment: { <<: *env, PASSWORD: "\${PASSWORD:?say it}", BARE: , ALT: "\${LOG:+yes}" }
    volumes:
      - \${LOGS:-./logs}:/logs:ro
      - ./data:/data
      - ~/.claude:/claude
      - { type: bind, source: ./b, target: /b, read_only: "\${RO:-true}" }
    healthcheck: { test: "wget -qO- http://x/\${LOG:-info}", interval: "\${EVERY:-5s}", retries: "\${TRIES:-3}" }
    mem_limit: \${MEMORY:-64m}
`;
    const { text, notes } = await standingOf(
      { 'compose.yaml': compose },
      { shell: { PASSWORD: 'correct-horse-battery', LOG: 'debug', TRIES: '5' } },
    );
    expect(bodyOf(text)).toMatchInlineSnapshot(`
      "name: shop-standing
      services:
        web:
          image: busybox:\${TAG:-1.37} # no registry's digest is known of it
          container_name: web_\${INSTANCE_ID:-demo}
          mem_limit: \${MEMORY:-64m}
          restart: \${RESTART:-always}
          command: sh -c "echo \${LOG:-info} $$HOME"
          environment:
            ALT: \${LOG:+yes}
            BARE: null
            DOLLARS: a$$b
            LOG: \${LOG:-info}
            PASSWORD: \${PASSWORD:?say it}
          volumes:
            - \${LOGS:-./logs}:/logs:ro
            - ./data:/data
            - ./.claude:/claude
            - type: bind
              source: ./b
              target: /b
              read_only: \${RO:-true}
          healthcheck:
            test: wget -qO- http://x/\${LOG:-info}
            interval: \${EVERY:-5s}
            retries: \${TRIES:-3}
      "
    `);
    expect(text).not.toContain('correct-horse');
    expect(notes).toEqual(['LOG, PASSWORD, TRIES: what was verified had them from the shell']);
  });

  test('through extends and include; what an included folder brings stays in its env file', async () => {
    const { text, includedFrom, directory } = await standingOf({
      'compose.yaml':
        'name: shop\ninclude: [db/compose.yaml]\nservices: { web: { extends: { file: base/base.yaml, service: base }, environment: { B: "${B:-2}" } } }',
      'base/base.yaml':
        'services: { base: { image: "busybox:${TAG:-1.37}", env_file: b.env, volumes: ["./d:/d"], ports: ["${P:-7000}:70"], environment: { A: "${A:-1}" } } }',
      'base/b.env': 'FROM_FILE=hidden-in-base\n',
      'db/compose.yaml':
        'services: { db: { image: "busybox:${DB_TAG}", environment: { DB_PASSWORD: "${DB_PASSWORD}" }, volumes: ["./data:/data"] } }',
      'db/.env': 'DB_TAG=1.37\nDB_PASSWORD=included-secret-1\n',
    });
    expect(bodyOf(text)).toMatchInlineSnapshot(`
      "name: shop-standing
      services:
        db:
          image: busybox:\${DB_TAG} # no registry's digest is known of it
          environment:
            DB_PASSWORD: \${DB_PASSWORD}
          volumes:
            - ./db/data:/data
        web:
          image: busybox:\${TAG:-1.37} # no registry's digest is known of it
          env_file:
            - ./base/b.env
          environment:
            A: \${A:-1}
            B: \${B:-2}
          ports:
            - \${P:-7000}:70
          volumes:
            - ./base/d:/d
      "
    `);
    expect(includedFrom).toEqual([`${directory}/db/.env`]);
    expect(text).not.toMatch(/included-secret|hidden-in-base/);
  });

  test('what env files hold is named, and never copied', async () => {
    const { file, text } = await standingOf({
      'compose.yaml': web('env_file: [./one.env, { path: ./two.env, required: false }]\nenvironment: { MINE: "${MINE:-m}" }'),
      'one.env': 'API_TOKEN=tok-9f8e7d6c5b4a\nMINE=other\n',
    });
    expect(file).toMatchObject({
      services: { web: { env_file: ['./one.env', { path: './two.env', required: false }], environment: { MINE: '${MINE:-m}' } } },
    });
    expect(text).not.toContain('tok-9f');
  });

  test('what Portside made a value for is asked for', async () => {
    const compose = `${web('environment: { TOKEN: "${TOKEN}", SEED: "x-${SEED:-}", GIVEN: , }').replace('GIVEN: ,', 'GIVEN:')}x-portside: { env: { generate: [TOKEN, SEED, GIVEN] } }\n`;
    const { file, text } = await standingOf({ 'compose.yaml': compose });
    expect(file).toMatchObject({
      services: {
        web: {
          environment: {
            TOKEN: '${TOKEN:?set TOKEN, a secret of your own}',
            SEED: 'x-${SEED:?set SEED, a secret of your own}',
            GIVEN: '${GIVEN:?set GIVEN, a secret of your own}',
          },
        },
      },
    });
    expect(text).not.toContain('3f9c1d7b');
  });
});

test('secrets and configs stay where they are', async () => {
  const compose = `${web('secrets: [one, two]\nconfigs: [three]')}secrets: { one: { file: ./one.txt }, two: { environment: TWO } }\nconfigs: { three: { content: "log \${LOG:-info}" } }\n`;
  const { file } = await standingOf({ 'compose.yaml': compose, 'one.txt': 'shh-not-here-0001' }, { shell: { TWO: 'nor-this-one-0002' } });
  expect(file).toMatchObject({
    secrets: { one: { file: './one.txt' }, two: { environment: 'TWO' } },
    configs: { three: { content: 'log ${LOG:-info}' } },
  });
});

test('a service of a profile that runs needs no profile any more; one that does not is left out', async () => {
  const compose =
    'name: shop\nservices: { web: { image: x }, debug: { image: y, profiles: [debug] }, seed: { image: z, profiles: [seed] } }';
  const { file } = await standingOf({ 'compose.yaml': compose }, { profiles: ['debug'] });
  expect(file['services']).toEqual({ web: { image: 'x' }, debug: { image: 'y' } });
});

test('replicas and limits stay; several containers keep a range of ports', async () => {
  const { file } = await standingOf({
    'compose.yaml': web('ports: ["8003-8004:80"]\ndeploy: { replicas: 2, resources: { limits: { cpus: "${CPUS:-0.5}" } } }'),
  });
  expect(file['services']).toMatchObject({
    web: { ports: ['${WEB_PORT:-8003-8004}:80'], deploy: { replicas: 2, resources: { limits: { cpus: '${CPUS:-0.5}' } } } },
  });
});

test('a file over another is one file', async () => {
  const { file } = await standingOf({
    'compose.yaml': web('environment: { A: "${A:-1}", B: "${B:-1}" }'),
    'compose.override.yaml': 'services: { web: { environment: { B: "${C:-2}" }, labels: { tier: "${TIER:-front}" } } }',
  });
  expect(file['services']).toMatchObject({ web: { environment: { A: '${A:-1}', B: '${C:-2}' }, labels: { tier: '${TIER:-front}' } } });
});

describe('names', () => {
  test('networks and volumes are as the file calls them; the default goes without saying', async () => {
    const compose = `${web('networks: [front, default]\nvolumes: [data:/data]')}networks: { front: { name: "f_\${INSTANCE_ID:-x}" }, out: { external: true } }\nvolumes: { data: {} }\n`;
    const { file } = await standingOf({ 'compose.yaml': compose });
    expect(file).toMatchObject({ name: 'shop-standing', networks: { front: { name: 'f_${INSTANCE_ID:-x}' } }, volumes: { data: {} } });
  });
});

describe('the edge', () => {
  test('a rolling service has its own port again', async () => {
    const { file, notes } = await standingOf({
      'compose.yaml': `${web('ports: ["8001:8000"]')}x-portside: { update: { web: rolling } }\n`,
    });
    expect(Object.keys(file['services'] ?? {})).toEqual(['web']);
    expect(notes).toEqual(['web: replaced by plain Compose, which stops the old version before it starts the new one']);
  });

  test('a domain needs somebody in front, who needs no Portside', async () => {
    const compose = `${web('networks: [front]')}networks: { front: {} }\nx-portside: { edge: { domain: shop.example.org, to: web:8000 } }\n`;
    const { file } = await standingOf({ 'compose.yaml': compose });
    expect(file).toMatchObject({
      services: {
        edge: { image: 'caddy:2', ports: ['${PORTSIDE_EDGE_80_PORT:-80}:80', '${PORTSIDE_EDGE_443_PORT:-443}:443'], networks: ['front'] },
      },
      configs: { edge_caddyfile: { content: 'shop.example.org {\n  reverse_proxy web:8000\n}\n' } },
      volumes: { edge_certificates: {} },
    });
  });
});

describe('images', () => {
  const digest = `sha256:${'a'.repeat(64)}`;

  test('pinned by the digest that its own registry knows', async () => {
    const images = { web: image('busybox:1.37', { digests: [`mirror.example/busybox@sha256:${'b'.repeat(64)}`, `busybox@${digest}`] }) };
    const { file } = await standingOf({ 'compose.yaml': web('') }, { images });
    expect(file['services']).toEqual({ web: { image: `busybox:1.37@${digest}` } });
  });

  test('without one the file says which image was verified', async () => {
    const { text } = await standingOf(
      { 'compose.yaml': web('') },
      { images: { web: image('busybox:1.37', { id: 'sha256:0123456789abcdef' }) } },
    );
    expect(text).toContain("image: busybox:1.37 # no registry's digest is known of it; what was verified is image 0123456789ab\n");
  });

  test('what is built is built again, under its name', async () => {
    const compose =
      'name: shop\nservices: { web: { image: my/web, build: { context: ., args: { V: "${V:-1}" } } }, again: { image: my/web } }';
    const images = { web: image('portside/shop-web:1', { id: 'sha256:0123456789abcdef', digests: [`portside/shop-web@${digest}`] }) };
    const { file, text } = await standingOf({ 'compose.yaml': compose, Dockerfile: 'FROM busybox\n' }, { images });
    expect(file['services']).toMatchObject({
      web: { image: 'my/web', build: { context: '.', args: { V: '${V:-1}' } } },
      again: { image: 'my/web' },
    });
    expect(text).toContain('image: my/web # built here; what was verified is image 0123456789ab\n');
  });
});
