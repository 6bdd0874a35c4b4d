export const answer = (request, response) => response.end(request.url);
