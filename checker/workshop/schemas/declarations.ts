/**
 * Reads the type declarations of `kubernetes-types` into schemas. The package is generated and has one shape throughout,
 * so a small reader is enough:
 *
 *     export interface Deployment {     a definition; the comment in front of it is its description
 *         spec?: DeploymentSpec;        a field, not required, that refers to another definition
 *         labels?: {                    a map
 *             [name: string]: string;
 *         };
 *     }
 */
import { invariant } from '../../../lessons/kit/invariant.ts';
import type { Schema } from '../../../lessons/kit/kubernetes/schema-types.ts';

export interface Definition {
  description: string;
  schema: Schema;
  descriptions: Record<string, string>;
  /** The `apiVersion` of a kind; empty for what is only a part of one. */
  apiVersion: string;
}

/** @param nameOf the definition that a type's name stands for in this file */
export function readDeclarations(source: string, nameOf: (type: string) => string): Map<string, Definition> {
  const found = new Map<string, Definition>();
  const pattern = /(?:^\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^export interface (\w+) \{\n([\s\S]*?)^\}/gm;
  for (const [, comment = '', name, body] of source.matchAll(pattern)) {
    found.set(nameOf(name), { description: plain(comment), ...readFields(body, nameOf) });
  }
  return found;
}

function readFields(body: string, nameOf: (type: string) => string): Omit<Definition, 'description'> {
  const properties: Record<string, Schema> = {};
  const descriptions: Record<string, string> = {};
  const required: string[] = [];
  let apiVersion = '';
  const pattern =
    /(?: {4}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)? {4}(?:readonly )?["']?([$\w-]+)["']?(\??): (\{[\s\S]*?\}|[^;{]+);\n/g;
  for (const [, comment = '', name, optional, type] of body.matchAll(pattern)) {
    properties[name] = readType(type.trim(), nameOf);
    if (comment !== '') descriptions[name] = plain(comment);
    if (optional === '') required.push(name);
    if (name === 'apiVersion' && type.startsWith('"')) apiVersion = JSON.parse(type);
  }
  const needs = required.length > 0 ? { required } : {};
  const schema = Object.keys(properties).length > 0 ? { type: 'object', properties, ...needs } : { type: 'object' };
  return { schema, descriptions, apiVersion };
}

function readType(type: string, nameOf: (type: string) => string): Schema {
  const each = /^Array<([\s\S]+)>$/.exec(type) ?? /^(\w+)\[\]$/.exec(type);
  if (each) return { type: 'array', items: readType(each[1], nameOf) };
  const values = /^\{\s*\[name: string\]: ([\s\S]+);\s*\}$/.exec(type);
  if (values) return { type: 'object', additionalProperties: readType(values[1], nameOf) };
  if (type === 'number') return { type: 'integer', format: 'int32' };
  if (type === 'string' || type === 'boolean') return { type };
  if (type.startsWith('"')) return { type: 'string' };
  const named = type === 'number | string' ? 'IntOrString' : type;
  invariant(/^\w+$/.test(named), `${type} is a type that the reader knows`);
  return { $ref: `#/components/schemas/${nameOf(named)}` };
}

/** A comment's text without its stars, a paragraph a line. */
function plain(comment: string): string {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  return lines.join('\n').trim();
}
