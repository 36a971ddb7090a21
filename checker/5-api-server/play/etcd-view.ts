/**
 * What lies in etcd, what a watch has told of it, and how far the deployment is.
 *
 *     rev  ver  key
 *      75    1  deployments/default/nginx-deployment
 *      79    2  pods/default/wanted                        ◂ this request
 */

import type { Status } from '#kit/kubernetes/status.ts';
import { stages } from '../../cli/screens/syllabus.ts';
import { style } from '../../cli/terminal/colour.ts';
import { neutral } from '../../cli/terminal/neutral.ts';
import { padStart } from '../../cli/terminal/width.ts';
import { shorten } from '../../cli/terminal/wrap.ts';
import type { Journey } from './journey.ts';
import type { StoredKey } from './show.ts';
import type { View } from './view.ts';

/** @param journey its own key is marked */
export function drawKeys(view: View, journey: Journey | undefined, width: number, most: number): string[] {
  const head = style.quiet(' rev  ver  key');
  const foot = style.quiet(shorten(`  and ${view.begunWith()} of the cluster's own`, width));
  const written = journey?.stops.at(-1)?.outcome;
  const lines = view
    .keys()
    .map((each) => drawKey(each, written?.isDone === true && written.revision === each.revision, width));
  const room = Math.max(0, most - 2);
  const shown =
    lines.length <= room ? lines : [...lines.slice(0, Math.max(0, room - 1)), style.quiet(`  … ${lines.length} keys`)];
  return [head, ...shown, foot].slice(0, most);
}

function drawKey({ key, revision, version }: StoredKey, isWritten: boolean, width: number): string {
  const line = `${padStart(String(revision), 4)}${padStart(String(version), 5)}  `;
  const name = shortKey(neutral(key), width - line.length - 2);
  return isWritten ? `${line}${style.strong(name)} ${style.good('◂')}` : `${line}${name}`;
}

/** Its end says more than its middle. */
function shortKey(key: string, width: number): string {
  if (key.length <= width) return key;
  const [resource, ...rest] = key.split('/');
  const forms = [`${resource}/…/${rest.at(-1)}`, `…/${rest.at(-1)}`];
  return forms.find((form) => form.length <= width) ?? `…${key.slice(1 - width)}`;
}

/** The newest at the bottom. */
export function drawEvents({ watcher }: View, width: number, most: number): string[] {
  if (most < 1) return [];
  const lines = watcher.events.slice(-most).map(({ type, object }) => {
    const { name, resourceVersion = '', deletionTimestamp } = object.metadata as Record<string, string>;
    const marked = deletionTimestamp && type !== 'DELETED' ? '  marked as deleted' : '';
    const what = name ?? (object as Status).message ?? '';
    return `${padStart(resourceVersion, 5)}  ${type.padEnd(8)}  ${neutral(what)}${style.quiet(marked)}`;
  });
  if (lines.length > 0) return lines.map((line) => shorten(line, width));
  return [style.quiet(watcher.isOn() ? '  no events yet' : '  w begins one')];
}

export function drawOdometer(view: View, width: number): string {
  const { stage } = view.progress();
  const lights = stages.map((_, number) => (number <= stage ? style.good(`●${number}`) : style.quiet(`○${number}`)));
  return shorten(`${style.strong('odometer')}  ${lights.join(' ')}  ${stages[stage].seen}`, width);
}
