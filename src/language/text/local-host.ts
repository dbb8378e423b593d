const LOCAL =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|\[::1\]|\[f[cd]|\[fe80:|[^.:[\]]+$)|\.(?:local|lan|internal|localhost|home\.arpa)$/i;

/** Whether an address is of this machine or its own network, where plain HTTP is usual. */
export const isLocalHost = ({ hostname }: URL): boolean => LOCAL.test(hostname);
