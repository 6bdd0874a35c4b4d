import type { Look } from '../look.ts';

const slow: Record<string, string> = {
  vfs: 'each layer is a whole copy: images take many times their space, and containers take long to make',
  devicemapper: 'it was removed from Docker Engine 25: an update will not start',
  aufs: 'it was removed from Docker Engine 24: an update will not start',
};

export const storageDriver: Look = {
  group: 'engine',
  name: 'storage',
  async lookAtEngine({ info: { storageDriver: driver } }) {
    const cost = slow[driver];
    if (!cost) return driver ? [{ level: 'ok', message: `storage driver ${driver}` }] : [];
    return [
      {
        level: 'warning',
        message: `storage driver ${driver}`,
        cost,
        repair: 'use overlay2 (or overlayfs of containerd); images must be pulled or built again',
      },
    ];
  },
};
