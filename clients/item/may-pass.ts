/** Whether a request that was answered with such a status may fare better later. */
export function mayPass(status: number): boolean {
  return status >= 500 || [408, 418, 429].includes(status);
}
