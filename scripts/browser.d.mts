export const browserNote: string;
export function browsers(): string[];
export function findBrowser(): string | undefined;
