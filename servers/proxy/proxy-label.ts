/** The label of a proxy, on which its fates depend, unless another is given. */
export const PROXY_LABEL = 'PROXY';
