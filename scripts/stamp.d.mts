export function packagesHash(root: string, runtime?: string[]): string;
export function sourcesHash(root: string, packages?: string): string;
export function isStamped(file: string, hash: string): boolean;
export function writeStamp(file: string, hash: string): void;
export function removeStamp(file: string): void;
