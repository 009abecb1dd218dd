export function withLock<T>(
  file: string,
  work: () => Promise<T>,
  options?: { pauseMs?: number; say?: (line: string) => void },
): Promise<T>;
