import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask, commandLine, runTasks } from './api.ts';
import { Client, address, connect } from './client.ts';
import { startProcess } from './process-target.ts';
import { dribbles } from './programs.ts';
import { frame, rawConnection, rawWebSocket } from './raw-client.ts';
import { eventually, shared } from './suite/shared.ts';
import { type Target, waits, writesBytes } from './target.ts';

/** A client's worst: the executor stays up, small, and quick for everybody else. */
describe('bad input', () => {
  test('ten thousand messages in one breath are all answered, in order, in bounded memory', async () => {
    await using target = await startProcess();
    await using client = await connect(target);
    for (let id = 0; id < 10_000; id += 1) client.socket.send(`{"jsonrpc":"2.0","id":${id},"method":"${id % 2 ? 'pong' : 'nonsense'}"}`);
    await client.answer(9999);
    expect(client.heard.slice(1).map(({ id }) => id)).toEqual(Array.from({ length: 10_000 }, (_, id) => id));
    expect(await target.peakMemory()).toBeLessThan(200);
  });

  test('ten thousand from a client that does not read: it waits, the others do not', async () => {
    await using target = await startProcess();
    await using other = await connect(target);
    const raw = await rawWebSocket(target);
    raw.pause();
    const padded = frame(JSON.stringify({ jsonrpc: '2.0', id: 'x'.repeat(10_000), method: 'pong' }));
    for (let turn = 0; turn < 10_000; turn += 1) raw.write(padded);
    for (let turn = 0; turn < 10; turn += 1) expect((await other.run('echo quick')).stdout).toBe('quick\n');
    expect(await target.peakMemory()).toBeLessThan(200);
    raw.destroy();
    await eventually(
      async () => (await ask(target, '/health')).body['active_sessions'],
      (seen) => expect(seen).toBe(1),
    );
  });

  test('a message of 11 MiB closes with 1009, and is not held', async () => {
    await using target = await startProcess();
    await using client = await connect(target);
    await client.execute(waits);
    client.say('x'.repeat(11 * 1024 * 1024));
    expect((await client.closed).code).toBe(1009);
    await eventually(target.left, (seen) => expect(seen).toEqual([]));
    expect(await target.peakMemory()).toBeLessThan(200);
  });

  test('a message of 11 MiB in a thousand frames, too', async () => {
    await using target = await startProcess();
    const raw = await rawWebSocket(target);
    const gone = new Promise((resolve) => raw.once('end', resolve));
    raw.resume();
    for (let place = 0; place < 1100; place += 1)
      raw.write(frame(Buffer.alloc(10_240, 'x'), { opcode: place === 0 ? 1 : 0, final: false }));
    await gone;
    raw.destroy();
    expect(await target.peakMemory()).toBeLessThan(200);
  });

  const common = shared(startProcess);

  test.for<[what: string, message: string, code: number]>([
    ['lists in lists', '['.repeat(1_000_000) + ']'.repeat(1_000_000), -32_600],
    ['lists that do not end', '['.repeat(5_000_000), -32_700],
    ['objects in objects', '{"a":'.repeat(500_000) + '1' + '}'.repeat(500_000), -32_600],
    [
      'params that are deep',
      `{"jsonrpc":"2.0","id":1,"method":"execute","params":{"command":${'['.repeat(500_000)}${']'.repeat(500_000)}}}`,
      -32_602,
    ],
    ['prototypes', '{"jsonrpc":"2.0","id":1,"method":"execute","params":{"__proto__":{"command":"echo"},"constructor":1}}', -32_602],
    ['a prototype as the request', '{"__proto__":{"jsonrpc":"2.0","id":1,"method":"pong"}}', -32_600],
    ['a key a hundred thousand times', `{${'"jsonrpc":"2.0",'.repeat(100_000)}"id":1,"method":"x"}`, -32_601],
    [
      'a million keys',
      `{"jsonrpc":"2.0","id":1,"method":"execute","params":{${Array.from({ length: 300_000 }, (_, key) => `"${key}":1`).join()}}}`,
      -32_602,
    ],
    ['a number that is too large', '{"jsonrpc":"2.0","id":1e999,"method":"pong"}', -32_600],
    ['half a character', '{"jsonrpc":"2.0","id":1,"method":"\\ud83d"}', -32_601],
  ])('%s', { timeout: 20_000 }, async ([, message, code]) => {
    await using client = await connect(common());
    client.say(message);
    await client.until(() => client.heard[1], 'an answer');
    expect(client.heard[1]?.error?.code).toBe(code);
    expect((await client.run('echo after')).stdout).toBe('after\n');
  });

  test('a hundred sessions each do their work, and the hundred and first is refused', async () => {
    await using target = await startProcess();
    const clients = await Promise.all(Array.from({ length: 100 }, () => connect(target)));
    await using late = new Client(new WebSocket(address(target)));
    expect((await late.closed).code).toBe(1008);
    expect(late.heard[0]?.error?.code).toBe(-32_003);
    const ran = await Promise.all(clients.map((client, place) => client.run(['echo', String(place)])));
    expect(ran.map(({ stdout }) => stdout)).toEqual(clients.map((_, place) => `${place}\n`));
    await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
    await eventually(
      async () => (await ask(target, '/health')).body['active_sessions'],
      (seen) => expect(seen).toBe(0),
    );
    expect(await target.left()).toEqual([]);
    expect(await target.peakMemory()).toBeLessThan(250);
  });

  test('a million tiny writes over HTTP are kept as what they are, in little memory', async () => {
    await using target = await startProcess();
    const { results } = await runTasks(target, [commandLine(dribbles(300_000)), commandLine(writesBytes(50 * 1024 * 1024))]);
    expect(results[0]?.stdout).toHaveLength(300_000);
    expect(results[1]?.stdout).toHaveLength(8 * 1024 * 1024);
    expect(results[1]?.truncated).toBe(true);
    expect(await target.peakMemory()).toBeLessThan(250);
  });

  test('connections that are refused and never closed by their side are not kept', async () => {
    await using target = await startProcess();
    const before = await target.openFiles();
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
    const asked = [
      `GET /ws/mcp HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`,
      `GET /elsewhere HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`,
      `GET /ws/mcp?token=${target.token} HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n${upgrade}\r\n`,
      `GET /ws/mcp?token=${target.token} HTTP/1.1\r\nHost: localhost\r\n${upgrade.replace('13', '7')}\r\n`,
      'no HTTP at all\r\n\r\n',
    ];
    const sockets = await Promise.all(
      asked
        .flatMap((text) => Array.from({ length: 10 }, () => text))
        .map(async (text) => {
          const socket = await rawConnection(target.websocketUrl);
          const ended = new Promise((resolve) => socket.once('end', resolve));
          socket.resume().write(text);
          await ended;
          return socket;
        }),
    );
    await eventually(target.openFiles, (seen) => expect(seen).toBeLessThanOrEqual(before + 2));
    for (const socket of sockets) socket.destroy();
  });

  test('lists whose bodies all end at the same moment do not get past the limit', async () => {
    await using target = await startProcess({ MAX_SESSIONS: '2' });
    const body = JSON.stringify({ tasks: ['sleep 1'] });
    const sockets = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const socket = await rawConnection(target.apiUrl);
        socket.write(
          `POST /execute HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${target.token}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
        );
        return socket;
      }),
    );
    // All of them are being read: one that came later is answered.
    await ask(target, '/health');
    const answers = await Promise.all(
      sockets.map(async (socket) => {
        let text = '';
        socket.write(body.slice(5));
        for await (const piece of socket) text += String(piece);
        socket.destroy();
        return Number(text.slice(9, 12));
      }),
    );
    expect(answers.toSorted()).toEqual([200, 200, 503, 503, 503, 503, 503, 503]);
  });
});

describe('a client that reads slowly, or not at all', () => {
  test('one whose process writes a gigabyte: others are quick, memory is bounded, and the process goes when it goes', async () => {
    await using target = await startProcess();
    const deaf = await connect(target);
    deaf.say({ jsonrpc: '2.0', id: 1, method: 'execute', params: { command: writesBytes(2 ** 30) } });
    deaf.socket.pause();
    await eventually(target.left, (seen) => expect(seen).toHaveLength(1));
    await using other = await connect(target);
    for (let turn = 0; turn < 10; turn += 1) {
      const since = performance.now();
      expect((await other.run('echo quick')).stdout).toBe('quick\n');
      expect(performance.now() - since).toBeLessThan(1000);
    }
    expect((await other.run(writesBytes(20_000_000))).stdout).toHaveLength(20_000_000);
    expect(await target.left(), 'it waits in its write').toHaveLength(1);
    expect(await target.peakMemory()).toBeLessThan(200);
    deaf.socket.terminate();
    await eventually(target.left, (seen) => expect(seen).toEqual([]));
  });

  test('it may cancel all the same, as soon as it reads', async () => {
    await using target = await startProcess();
    await using client = await connect(target);
    await client.execute(writesBytes(2 ** 32));
    client.socket.pause();
    await eventually(
      () => client.socket.isPaused,
      (seen) => expect(seen).toBe(true),
    );
    const canceling = client.control('CANCEL');
    client.socket.resume();
    expect((await canceling).result).toEqual({ status: 'canceled' });
    expect((await client.ending()).status).toBe('canceled');
    expect(await target.left()).toEqual([]);
  });
});

describe.concurrent('the heartbeat', () => {
  const hearts = () => startProcess({ WEBSOCKET_HEARTBEAT_INTERVAL: '0.2' });
  const sessions = async (target: Target) => (await ask(target, '/health')).body['active_sessions'];

  test.for<[what: string, command: string[] | undefined]>([
    ['idle', undefined],
    ['while its process waits', waits],
    ['while its process writes now and then', ['node', '-e', `setInterval(() => console.log('.'), 20)`]],
    ['while its process writes all it can', writesBytes(2 ** 30)],
  ])('drops a client that neither reads nor answers: %s', async ([, command]) => {
    await using target = await hearts();
    const raw = await rawWebSocket(target);
    raw.pause();
    if (command) raw.write(frame(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'execute', params: { command } })));
    await eventually(
      () => sessions(target),
      (seen) => expect(seen).toBe(0),
    );
    await eventually(target.left, (seen) => expect(seen).toEqual([]));
    expect(await target.log()).toContain('no sign of life');
    raw.destroy();
  });

  test('spares one that reads slowly, its answers to pings late behind its output', async () => {
    await using target = await hearts();
    await using client = await connect(target);
    await client.execute(writesBytes(2 ** 34));
    let turn = 0;
    const turns = setInterval(() => ((turn += 1) % 4 === 0 ? client.socket.resume() : client.socket.pause()), 20);
    // Several times as long as a dead client is waited for.
    await client.until(() => client.all('ping').length >= 8 || undefined, 'eight pings');
    clearInterval(turns);
    client.socket.resume();
    await client.control('CANCEL');
    expect((await client.ending()).status).toBe('canceled');
  });
});
