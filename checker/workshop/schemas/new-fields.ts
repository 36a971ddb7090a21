/**
 * Adds what the type declarations lack: they describe Kubernetes 1.30, and leave out the few fields whose comments hold
 * the end of a comment. The messages of a newer kubectl have them all, without a description.
 *
 *     core.v1.Volume { volumeSource { …, image: ImageVolumeSource } }    →    Volume.image, and ImageVolumeSource itself
 */
import type { MessageTable, ProtobufField } from '../../../lessons/kit/kubernetes/protobuf-bodies.ts';
import { flattened, specialTypes } from '../../../lessons/kit/kubernetes/protobuf-types.ts';
import type { Schema } from '../../../lessons/kit/kubernetes/schema-types.ts';
import type { Definition } from './declarations.ts';
import { simpleDefinitions } from './facts.ts';

const machinery = 'io.k8s.apimachinery.pkg';

/** `core.v1.Pod` → `io.k8s.api.core.v1.Pod`. */
function definitionOf(message: string): string {
  const simple = Object.keys(simpleDefinitions).find((name) => name.endsWith(`.${message}`));
  if (simple) return simple;
  if (message.startsWith('meta.')) return `${machinery}.apis.${message}`;
  return message.startsWith('runtime.') ? `${machinery}.${message}` : `io.k8s.api.${message}`;
}

/** Changes the definitions; new ones are made for messages that only new fields refer to. */
export function addNewFields(definitions: Map<string, Definition>, messages: MessageTable): void {
  for (const [message, fields] of Object.entries(messages)) {
    const definition = definitions.get(definitionOf(message));
    if (definition && !specialTypes[message])
      addFields(definition, fieldsOf(message, fields, messages), definitions, messages);
  }
}

/** The fields as JSON has them: those of an inline message stand among the others. */
function fieldsOf(message: string, fields: Record<string, ProtobufField>, messages: MessageTable): ProtobufField[] {
  const owner = message.slice(message.lastIndexOf('.') + 1);
  return Object.values(fields).flatMap((field) => {
    const [name, type] = field;
    return flattened.has(`${owner}.${name}`) ? fieldsOf(type, messages[type], messages) : [field];
  });
}

function addFields(
  definition: Definition,
  fields: ProtobufField[],
  definitions: Map<string, Definition>,
  messages: MessageTable,
): void {
  const properties = definition.schema.properties ?? {};
  for (const [name, type, many] of fields) {
    if (properties[name]) continue;
    const one = schemaOf(type, definitions, messages);
    const map: Schema = { type: 'object', additionalProperties: one };
    properties[name] = many === '[]' ? { type: 'array', items: one } : many === '{}' ? map : one;
  }
  definition.schema.properties = properties;
}

const simpleTypes: Record<string, Schema> = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  int: { type: 'integer', format: 'int32' },
  bytes: { type: 'string', format: 'byte' },
};

function schemaOf(type: string, definitions: Map<string, Definition>, messages: MessageTable): Schema {
  if (simpleTypes[type]) return { ...simpleTypes[type] };
  if (type.endsWith('.ExtraValue')) return { type: 'array', items: { type: 'string' } };
  const name = definitionOf(type);
  if (!definitions.has(name)) {
    const definition: Definition = { description: '', schema: { type: 'object' }, descriptions: {}, apiVersion: '' };
    definitions.set(name, definition);
    addFields(definition, fieldsOf(type, messages[type], messages), definitions, messages);
  }
  return { $ref: `#/components/schemas/${name}` };
}
