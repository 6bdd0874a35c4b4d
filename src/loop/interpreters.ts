/** Programs whose first word that is no option names the file that they run. */
export const interpreters = /^(?:node|nodejs|tsx|ts-node|deno|bun|python[\d.]*|ruby|perl|php|(?:ba|da|z|k)?sh|source|\.)$/;
