#!/usr/bin/env node
// Checked in, so that npm links the command before anything is built.
await import('./dist/main.js');
