import { text } from '#kit/bytes.ts';

/**
 * A value as people read it in a report. Bytes are text where they are printable ASCII and hexadecimal where not:
 *
 *     show(utf8('a'))                       "a"
 *     show(new Uint8Array([0xff, 0x00]))    <ff 00>
 *     show({ key: utf8('a'), lease: 7n })   { key: "a", lease: 7n }
 */
export function show(value: unknown): string {
  return render(value, '', new Set());
}

/** As {@link show}, with what the value holds on lines of its own: to be compared with one that is too long for a line. */
export function showBroken(value: unknown): string {
  const isContainer = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
  return isContainer && !(value instanceof Error) ? renderContainer(value, '', new Set([value]), true) : show(value);
}

const lineWidth = 76;

function render(value: unknown, indent: string, seen: Set<object>): string {
  if (typeof value === 'string') return showString(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `[function${value.name ? ` ${value.name}` : ''}]`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Uint8Array) return showBytes(value);
  if (value instanceof Error) return showError(value);
  if (value instanceof Promise) return 'a Promise (is the function async, or an await missing?)';
  if (seen.has(value)) return '[circular]';
  seen.add(value);
  const rendered = renderContainer(value, indent, seen);
  seen.delete(value);
  return rendered;
}

function renderContainer(value: object, indent: string, seen: Set<object>, isBroken = false): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return layOut(
      '[',
      ']',
      Array.from(value, (item) => render(item, inner, seen)),
      indent,
      '',
      isBroken,
    );
  }
  if (value instanceof Map) {
    const items = [...value].map(([k, v]) => `${render(k, inner, seen)} => ${render(v, inner, seen)}`);
    return layOut('Map {', '}', items, indent, ' ', isBroken);
  }
  if (value instanceof Set) {
    return layOut(
      'Set {',
      '}',
      [...value].map((item) => render(item, inner, seen)),
      indent,
      ' ',
      isBroken,
    );
  }
  const items = Object.entries(value).map(
    ([k, v]) => `${/^[\w$]+$/.test(k) ? k : JSON.stringify(k)}: ${render(v, inner, seen)}`,
  );
  return layOut('{', '}', items, indent, ' ', isBroken);
}

function layOut(open: string, close: string, items: string[], indent: string, pad: string, isBroken: boolean): string {
  if (items.length === 0) return open + close;
  const oneLine = `${open}${pad}${items.join(', ')}${pad}${close}`;
  const fits = indent.length + oneLine.length <= lineWidth && !oneLine.includes('\n');
  if (fits && !isBroken) return oneLine;
  const inner = `${indent}  `;
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`;
}

/** An expected failure is told by its code and details; its message may be anybody's words. */
function showError(error: Error): string {
  const { code, details } = error as { code?: unknown; details?: object };
  const parts = [error.name, ...(typeof code === 'string' ? [code] : [])];
  if (details && Object.keys(details).length > 0) parts.push(show(details));
  return `${parts.join(' ')}: ${error.message}`;
}

const longestString = 200;

function showString(value: string): string {
  if (value.length <= longestString) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, longestString))} … ${value.length} characters`;
}

const longestBytes = 64;

function showBytes(bytes: Uint8Array): string {
  const head = bytes.length > longestBytes ? bytes.subarray(0, longestBytes) : bytes;
  const rest = bytes.length > longestBytes ? ` … ${bytes.length} bytes` : '';
  if (head.every((byte) => byte >= 0x20 && byte < 0x7f)) return JSON.stringify(text(head)) + rest;
  return `<${Array.from(head, (byte) => byte.toString(16).padStart(2, '0')).join(' ')}>${rest}`;
}
