for (const part of ['header', 'body', 'footer']) {
  console.log('rendering', part);
  if (part === 'footer') throw new Error(`template "${part}" is missing`);
}
