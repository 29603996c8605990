/** Whether a status says that it is too much for the server: 429 Too Many Requests, 503 Service Unavailable (RFC 6585, RFC 9110). */
export function isRefusal(status: number | undefined): boolean {
  return status === 429 || status === 503;
}
