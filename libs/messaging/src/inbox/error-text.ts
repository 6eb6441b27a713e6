import { basename } from 'node:path';
import { codeOf } from './fault.js';

const LOCATION = /\(?(?:file:\/\/)?([^()\s]+:\d+):\d+\)?$/;

/**
 * What may be kept of an error for operators: its name, code, the constraint it broke and the place in our code. Never
 * its message: PostgreSQL, JSON.parse and others quote the content that they stumbled over.
 */
export function errorText(error: unknown): string {
  const name = error instanceof Error ? error.name : 'Error';
  const code = codeOf(error);
  const parts = [code === name ? name : `${name} ${code}`];
  const constraint = (error as { constraint?: unknown } | null)?.constraint;
  if (typeof constraint === 'string') parts.push(`breaks ${constraint}`);
  const place = error instanceof Error ? placeOf(error) : undefined;
  if (place !== undefined) parts.push(`at ${place}`);
  return parts.join(' ').slice(0, 300);
}

function placeOf(error: Error): string | undefined {
  for (const line of error.stack?.split('\n') ?? []) {
    if (!/^\s+at /.test(line) || /node_modules|node:/.test(line)) continue;
    const found = LOCATION.exec(line.trim());
    if (found) return basename(found[1]!);
  }
  return undefined;
}
