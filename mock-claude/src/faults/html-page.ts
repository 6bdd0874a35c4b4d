const reasons: Record<number, string> = { 429: 'Too Many Requests', 502: 'Bad Gateway' };

/** As a proxy in front of the API answers: no JSON, and no header that tells when to come back. */
export function htmlPage(status: number): string {
  const title = `${status} ${reasons[status] ?? ''}`.trim();
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n`;
}
