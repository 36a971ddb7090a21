/** The lights of the newest request: they go on one after another, as far as it has come. */

import type { Show } from './show.ts';
import { type View, viewNow } from './view.ts';

export interface Lights {
  /** Puts all out, and begins at the first. */
  begin(): void;
  /** Nothing more comes: the request is answered. */
  answered(): void;
  isAnswered(): boolean;
  /** How many stops are lit. */
  lit(): number;
  /** Until the last is lit, what was there when they began. */
  view(): View;
}

/** How long a request seems to take from one link to the next. */
const stepMs = 90;

/** @param draw called with each light */
export function createLights(show: Show, draw: () => void): Lights {
  let isAnswered = true;
  let lit = 0;
  let timer: NodeJS.Timeout | undefined;
  let before: View | undefined;

  function step(): void {
    const stops = show.journeys.at(-1)?.stops.length ?? 0;
    if (lit <= stops) lit++;
    if (isAnswered && lit >= stops) before = undefined;
    draw();
    if (!isAnswered || lit <= stops) timer = setTimeout(step, stepMs);
  }

  return {
    begin() {
      isAnswered = false;
      before = viewNow(show);
      lit = 0;
      clearTimeout(timer);
      timer = setTimeout(step, stepMs);
    },
    answered() {
      isAnswered = true;
    },
    isAnswered: () => isAnswered,
    lit: () => lit,
    view: () => before ?? show,
  };
}
