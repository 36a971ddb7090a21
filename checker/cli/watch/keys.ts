import { emitKeypressEvents, type Key } from 'node:readline';

/**
 * Calls an action for each single key pressed, in a terminal; does nothing without one. Ctrl-C and Ctrl-D mean `q`.
 *
 * @returns a function that gives the terminal back
 */
export function listenForKeys(actions: Record<string, () => void>): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => {};
  const onKey = (_text: string | undefined, key: Key) => {
    const name = key.ctrl && (key.name === 'c' || key.name === 'd') ? 'q' : key.name;
    actions[name ?? '']?.();
  };
  emitKeypressEvents(stdin);
  stdin.setRawMode(true).on('keypress', onKey).resume();
  return () => {
    stdin.off('keypress', onKey).setRawMode(false).pause();
  };
}
