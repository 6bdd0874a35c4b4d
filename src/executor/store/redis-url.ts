/** Whether Redis' client can read it: a server's name, or a socket's path, the database's number, a password whose `%` are written out. */
export function isRedisUrl(text: string): boolean {
  if (/^unix:\/\/(?:[^/?#]*@)?\/[^?#]+/.test(text)) return true;
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, username, password } = new URL(text);
  try {
    decodeURIComponent(username + password);
  } catch {
    return false;
  }
  return (protocol === 'redis:' || protocol === 'rediss:') && hostname !== '' && /^\/?\d*$/.test(pathname);
}
