/**
 * All that ever happened to the ConfigMaps in an etcd, kept apart from everything that is judged: what they were at each
 * revision, and what a watch behind one has to tell.
 */
import { text } from '#kit/bytes.ts';
import type { KubernetesObject } from '#kit/objects.ts';
import type { RevisionStore } from '#revisions/revision-store.ts';

interface Entry {
  revision: number;
  name: string;
  /** Missing where it was removed. */
  object?: KubernetesObject;
}

export interface Chronicle {
  /** The objects as of a revision, in words, in the order of a list. */
  at(revision: number): string[];
  /** The events of a watch behind a revision, in words. */
  behind(revision: number): string[];
}

/** `web@7 app=web`: a state of an object in words. */
export function inShort({ metadata: { name, resourceVersion, labels } }: KubernetesObject): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => ` ${key}=${value}`);
  return `${name}${resourceVersion ? `@${resourceVersion}` : ''}${pairs.join('')}`;
}

const prefix = '/registry/configmaps/';

export function createChronicle(store: RevisionStore): Chronicle {
  const entries: Entry[] = [];
  let noted = store.revision();

  /** Whoever asks may have heard of a change sooner than this listener. */
  function note(): void {
    for (const { revision, events } of store.changes(noted + 1)) {
      for (const { type, kv } of events) {
        const key = text(kv.key);
        if (!key.startsWith(prefix)) continue;
        const name = key.slice(key.lastIndexOf('/') + 1);
        entries.push({ revision, name, ...(type === 'put' && { object: objectIn(kv.value, revision) }) });
      }
    }
    noted = store.revision();
  }

  store.onChange(note);

  function states(revision: number): Map<string, KubernetesObject> {
    const objects = new Map<string, KubernetesObject>();
    note();
    for (const entry of entries) {
      if (entry.revision > revision) break;
      if (entry.object) objects.set(entry.name, entry.object);
      else objects.delete(entry.name);
    }
    return objects;
  }

  return {
    at(revision) {
      const objects = states(revision);
      return [...objects.keys()].sort().map((name) => inShort(objects.get(name)!));
    },
    behind(after) {
      const before = states(after);
      return entries
        .filter(({ revision }) => revision > after)
        .map(({ revision, name, object }) => {
          const type = object ? (before.has(name) ? 'MODIFIED' : 'ADDED') : 'DELETED';
          if (object) before.set(name, object);
          else before.delete(name);
          return `${type} ${name}@${revision}`;
        });
    },
  };
}

function objectIn(value: Uint8Array, revision: number): KubernetesObject {
  const object = JSON.parse(text(value)) as KubernetesObject;
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}
