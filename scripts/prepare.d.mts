export function staleReason(folder?: string): string | undefined;
