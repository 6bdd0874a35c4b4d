import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { EdgeSpec } from '../../../src/deploy/model/edge.ts';
import { otherSlot } from '../../../src/deploy/model/slot.ts';
import { selfSigned } from '../../deploy/verify/probes/self-signed.ts';
import { answers, makeStand, type OnEngine } from './stand.ts';

/** What every edge keeps to, whichever program it is and whichever engine runs it. */
export function describeEdge(program: EdgeSpec['server'], on: OnEngine): void {
  const stand = (site?: Parameters<typeof makeStand>[3]) => makeStand(`edge-${randomUUID().slice(0, 8)}`, program, on, site);

  describe(program, () => {
    test('a switch under load loses no request, on old connections and new ones; the staging listener shows the other slot', async () => {
      await using it = await stand();
      expect([await ask(`${await it.live()}/who`), await ask(`${await it.staging()}/who`)]).toEqual(['a', 'b']);
      const load = sendLoad(`${await it.live()}/who`);
      for (const slot of ['b', 'a', 'b'] as const) {
        await load.more(100);
        await it.edge.switchTo('web', slot);
        expect(await ask(`${await it.live()}/who`)).toBe(slot);
        expect(await ask(`${await it.staging()}/who`)).toBe(slot === 'a' ? 'b' : 'a');
      }
      await load.more(100);
      expect(await load.stop()).toEqual({ failures: [], met: ['a', 'b'] });
    });

    test('a request under way ends where it began, and draining waits for it and not longer', async () => {
      await using it = await stand();
      const slow = ask(`${await it.live()}/slow?ms=3000`);
      await expect.poll(() => it.underway('web', 'a')).toBe(1);
      await it.edge.switchTo('web', 'b');
      const begun = performance.now();
      expect(await it.edge.drain('web', 'a', 20_000)).toBe(0);
      expect(performance.now() - begun).toBeLessThan(8000);
      expect(await slow).toBe('a');
      expect(await it.underway('web', 'a')).toBe(0);
    });

    test('a WebSocket outlives the switch, and is closed at the deadline', async () => {
      await using it = await stand();
      const socket = new WebSocket((await it.live()).replace('http', 'ws'));
      const closed = once(socket, 'close').then(([code]) => Number(code));
      expect(String((await once(socket, 'message'))[0])).toBe('a');
      await it.edge.switchTo('web', 'b');
      const said = once(socket, 'message');
      socket.send('still there?');
      expect(String((await said)[0])).toBe('a');
      const begun = performance.now();
      expect(await it.edge.drain('web', 'a', 1000)).toBe(1);
      expect(performance.now() - begun).toBeGreaterThan(1000);
      // nginx knows nothing of WebSockets: it ends the connection.
      expect(await closed).toBe(program === 'caddy' ? 1001 : 1006);
      expect(await it.underway('web', 'a')).toBe(0);
      expect(await ask(`${await it.live()}/who`)).toBe('b');
    });

    // nginx closes connections that are kept while it ends streams: a client may be about to use one.
    test.runIf(program === 'caddy')('closing streams at the deadline loses no request, on old connections and new ones', async () => {
      await using it = await stand();
      const load = sendLoad(`${await it.live()}/who`);
      for (const slot of ['b', 'a', 'b', 'a'] as const) {
        const socket = new WebSocket((await it.live()).replace('http', 'ws'));
        const closed = once(socket, 'close').then(([code]) => Number(code));
        await once(socket, 'message');
        await it.edge.switchTo('web', slot);
        expect(await it.edge.drain('web', otherSlot(slot), 0)).toBeGreaterThan(0);
        expect(await closed).toBe(1001);
        await load.more(100);
      }
      expect((await load.stop()).failures).toEqual([]);
    });

    test('a restart and a kill keep what was configured and switched', async () => {
      await using it = await stand();
      await it.edge.switchTo('web', 'b');
      await it.docker('restart', '--time', '5', it.id);
      await answers(it);
      expect(await ask(`${await it.live()}/who`)).toBe('b');
      await it.docker('kill', it.id);
      await it.docker('start', it.id);
      await answers(it);
      expect(await ask(`${await it.live()}/who`)).toBe('b');
      await it.docker('stop', '--time', '5', it.id);
      await it.edge.switchTo('web', 'a');
      await answers(it);
      expect(await ask(`${await it.live()}/who`)).toBe('a');
    });

    test('a share of the requests meets the other slot until it is ended', async () => {
      await using it = await stand();
      const url = `${await it.live()}/who`;
      await it.edge.share('web', 25);
      const met = await Promise.all(Array.from({ length: 400 }, () => ask(url)));
      const share = met.filter((slot) => slot === 'b').length / met.length;
      expect(share).toBeGreaterThan(0.15);
      expect(share).toBeLessThan(0.35);
      await it.edge.share('web', 0);
      expect(new Set(await Promise.all(Array.from({ length: 50 }, () => ask(url))))).toEqual(new Set(['a']));
      await it.edge.share('web', 50);
      await it.edge.switchTo('web', 'b');
      expect(new Set(await Promise.all(Array.from({ length: 50 }, () => ask(url))))).toEqual(new Set(['b']));
    });

    test('large bodies and events pass as they come, and the service learns who asked', async () => {
      await using it = await stand();
      const live = await it.live();
      const body = Buffer.alloc(20_000_000);
      expect(await fetch(`${live}/count`, { method: 'POST', body }).then((answer) => answer.text())).toBe('20000000');
      const stop = new AbortController();
      const events = await fetch(`${live}/events`, { signal: stop.signal });
      const first = await events.body?.getReader().read();
      expect(Buffer.from(first?.value ?? []).toString()).toBe('data: first\n\n');
      stop.abort();
      const headers = JSON.parse(await ask(`${live}/headers`, { 'accept-encoding': 'identity' })) as Record<string, string>;
      expect(headers).toMatchObject({ 'x-forwarded-proto': 'http', host: new URL(live).host, 'x-forwarded-host': new URL(live).host });
      expect(headers['x-forwarded-for']).toMatch(/^[\d.]+$/);
    });

    test('nobody else reaches how it is told what to do', async () => {
      await using it = await stand();
      const name = (await it.docker('inspect', '--format', '{{.Name}}', it.id)).replace('/', '');
      const look = `for (const port of [80, 443, 2019]) await fetch('http://${name}:' + port).then(() => console.log(port), () => {});
        await fetch('http://${name}:8001/who').then(() => console.log('seen'))`;
      expect(await it.docker('exec', it.web('a'), 'node', '--input-type=module', '--eval', look)).toBe('seen');
      const published = (await it.docker('port', it.id)).split('\n').map((line) => line.split('/')[0]);
      expect(new Set(published)).toEqual(new Set(['8001', '40001']));
      expect(await it.docker('port', it.id, '40001/tcp')).toMatch(/^127\.0\.0\.1:\d+$/);
    });

    test('a change is proved before it is loaded, and can be taken back', async () => {
      await using it = await stand();
      const [route] = it.spec.routes;
      const other = { ...it.spec, routes: [{ ...route, target: 8001 } as typeof route & object] };
      await it.edge.configure(it.id, { spec: other, live: {}, execution: 'second' });
      await it.edge.configure(it.id, { spec: other, live: {}, execution: 'second' });
      await expect.poll(async () => fetch(await it.live()).then(({ status }) => status), { timeout: 15_000 }).toBeGreaterThan(500);
      await it.edge.restore('second');
      await it.edge.restore('second');
      await answers(it);
      const wrong = { ...it.spec, routes: [{ ...route, target: 8000, listen: -1 } as typeof route & object] };
      await expect(it.edge.configure(it.id, { spec: wrong, live: {}, execution: 'third' })).rejects.toMatchObject({ name: 'EngineError' });
      await it.edge.restore('third');
      expect(await ask(`${await it.live()}/who`)).toBe('a');
    });

    test('a domain is served over TLS, with the certificate that was given', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'portside-pem-'));
      try {
        const certificate = { certificate: join(directory, 'site.pem'), key: join(directory, 'site.key') };
        await writeFile(certificate.certificate, selfSigned.cert);
        await writeFile(certificate.key, selfSigned.key);
        await using it = await stand({ domain: 'nobody', certificate });
        const secure = await it.secure();
        expect(await askSecurely(`${secure}/who`, 'nobody')).toEqual({ status: 200, body: 'a' });
        expect(await askSecurely(`${secure}/who`, 'nobody', 'somebody')).toMatchObject({ status: 421 });
        await it.edge.switchTo('web', 'b');
        expect(await askSecurely(`${secure}/who`, 'nobody')).toEqual({ status: 200, body: 'b' });
        expect(await redirected(`http://${await it.at(80)}/who?deep=1`, 'nobody')).toBe('https://nobody/who?deep=1');
      } finally {
        await rm(directory, { recursive: true });
      }
    });

    test('a slot with several containers is served by all that run', async () => {
      await using it = await stand();
      await it.edge.switchTo('web', 'b');
      await it.docker('network', 'disconnect', it.composeName, it.web('a'));
      await it.docker('network', 'connect', '--alias', 'web.b.portside', it.composeName, it.web('a'));
      const url = `${await it.live()}/who`;
      await expect
        .poll(async () => new Set(await Promise.all(Array.from({ length: 20 }, () => ask(url)))), { timeout: 10_000 })
        .toEqual(new Set(['a', 'b']));
      await it.docker('kill', it.web('b'));
      await expect
        .poll(() => Promise.all(Array.from({ length: 20 }, () => ask(url).catch(String))), { timeout: 10_000 })
        .toEqual(Array.from({ length: 20 }, () => 'a'));
    });
  });
}

/** On a connection of its own. */
function ask(url: string, headers: Record<string, string> = {}, agent: Agent | false = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(`status ${answer.statusCode}`))));
      answer.on('error', reject);
    });
    asked.on('error', reject).end();
  });
}

function askSecurely(url: string, servername: string, host = servername): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = secureRequest(url, { agent: false, servername, ca: selfSigned.cert, headers: { host } }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    asked.on('error', reject).end();
  });
}

function redirected(url: string, host: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.headers.location);
    });
    asked.on('error', reject).end();
  });
}

interface Load {
  /** Resolves once so many more requests were answered. */
  more(count: number): Promise<void>;
  stop(): Promise<{ failures: string[]; met: string[] }>;
}

/** Four that keep their connections, and four that open one for each request. */
function sendLoad(url: string): Load {
  const kept = new Agent({ keepAlive: true, maxSockets: 4 });
  const stop = new AbortController();
  const answered: string[] = [];
  const failures: string[] = [];
  const work = async (agent: Agent | false) => {
    while (!stop.signal.aborted) {
      await ask(url, {}, agent).then(
        (slot) => answered.push(slot),
        (error: unknown) => failures.push(String(error)),
      );
    }
  };
  const workers = Array.from({ length: 8 }, (_, place) => work(place < 4 && kept));
  return {
    async more(count) {
      const until = answered.length + count;
      await expect.poll(() => answered.length, { timeout: 30_000, interval: 5 }).toBeGreaterThanOrEqual(until);
    },
    async stop() {
      stop.abort();
      await Promise.all(workers);
      kept.destroy();
      return { failures, met: [...new Set(answered)].toSorted() };
    },
  };
}
