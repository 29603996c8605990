/** Milliseconds as seconds with so many decimals, such as `1.25 s`. */
export function seconds(ms: number, decimals = 2): string {
  return `${(ms / 1000).toFixed(decimals)} s`;
}
