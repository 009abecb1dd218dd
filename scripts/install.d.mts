type Manifest = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };
type Entry = Manifest & { version?: string; optional?: boolean; devOptional?: boolean; link?: boolean };
type Lock = { packages: Record<string, Entry> };
export function matchesLock(manifest: Manifest, lock: Lock | undefined, installed: Lock | undefined): boolean;
