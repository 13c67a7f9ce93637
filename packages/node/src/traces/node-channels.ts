// Diagnostics channels of Node that more than one part of the SDK listens to. Source: https://nodejs.org/api/diagnostics_channel.html#http

/** A server got a request. */
export const serverRequestStart = 'http.server.request.start';
/** A server has sent an answer. */
export const serverResponseFinish = 'http.server.response.finish';
/** The headers of a response arrived at a client. */
export const clientResponseFinish = 'http.client.response.finish';
