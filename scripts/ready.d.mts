export function assertFree(port: string, host: string): Promise<void>;
export function localUrl(port: string, host: string): string;
export function waitUntilReady(
  url: string,
  options: { signal: AbortSignal; onAnswer: () => void; onSlow: (status?: number) => void; slowMs?: number },
): Promise<boolean>;
