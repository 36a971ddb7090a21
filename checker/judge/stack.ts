/**
 * Stacks of a bundle, told in the lines of the files it was made from.
 */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../paths.ts';

/** A place in a source: path relative to the root with forward slashes, line and column from 1. */
export interface Frame {
  file: string;
  line: number;
  column: number;
}

/** The frames that lie in the workbook's own files, innermost first. */
export function framesOf(stack: string | undefined): Frame[] {
  const frames: Frame[] = [];
  for (const [, url, line, column] of (stack ?? '').matchAll(/(file:\/\/[^\s)]+?):(\d+):(\d+)/g)) {
    const frame = inSource(fileURLToPath(url.replace(/\?.*$/, '')), Number(line), Number(column));
    if (frame) frames.push(frame);
  }
  return frames;
}

export function inWords({ file, line, column }: Frame): string {
  return `${file}:${line}:${column}`;
}

const maps = new Map<string, SourceMap | undefined>();

function inSource(bundled: string, line: number, column: number): Frame | undefined {
  if (!maps.has(bundled)) maps.set(bundled, readMap(bundled));
  const entry = maps.get(bundled)?.findEntry(line - 1, column - 1);
  if (!entry || !('originalSource' in entry)) return undefined;
  const file = relative(root, resolve(dirname(bundled), entry.originalSource)).replaceAll('\\', '/');
  return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function readMap(bundled: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${bundled}.map`, 'utf8')));
  } catch {
    return undefined;
  }
}
