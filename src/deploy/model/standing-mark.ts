/** How a standing Compose file begins that `portside graduate` wrote. */
export const standingMark = '# Standing Compose file, written by `portside graduate`: plain Compose, it needs no Portside.';
