import { expect, test } from 'vitest';
import type { Subject } from './subject.ts';

/** Names of images: what keeps one from being lost, and how it is given up. */
export function describeImageNames({ engine, image, build, own }: Subject, composeName: string): void {
  const name = `portside/${composeName}-web:r1`;

  test('an image gets one more name, and loses it again', async () => {
    const { id } = (await engine.inspectImage(image)) ?? { id: 'none' };
    await engine.tagImage(id, name);
    await engine.tagImage(id, name);
    expect(await engine.inspectImage(name)).toMatchObject({ id, reference: name });
    expect(await engine.listImages(`portside/${composeName}-*`)).toEqual([{ id, reference: name, bytes: expect.any(Number) }]);
    expect(await engine.removeImage(name)).toBe(true);
    expect(await engine.removeImage(name)).toBe(true);
    expect(await engine.inspectImage(name)).toBeUndefined();
    expect(await engine.inspectImage(image)).toMatchObject({ id });
  });

  test('an image that is not there gets no name', async () => {
    await expect(engine.tagImage(`sha256:${'9'.repeat(64)}`, name)).rejects.toMatchObject({ kind: 'image-not-found' });
  });

  test('the last name of an image stays while a container uses it', async () => {
    const lonely = `portside/${composeName}-lonely:r1`;
    await build(lonely);
    const container = await engine.createContainer({ image: lonely, command: ['true'], labels: own(composeName), mounts: [] });
    expect(await engine.removeImage(lonely)).toBe(false);
    expect(await engine.inspectImage(lonely)).toBeDefined();
    await engine.removeContainer(container, { volumes: true });
    expect(await engine.removeImage(lonely)).toBe(true);
    expect(await engine.inspectImage(lonely)).toBeUndefined();
  });
}
