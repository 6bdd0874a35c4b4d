const frames = [];
for (;;) frames.push(Buffer.alloc(4 << 20, 7));
