import { inlineCode } from '../terminal/inline.ts';
import { neutral } from '../terminal/neutral.ts';
import { fold, wrap } from '../terminal/wrap.ts';

/** The judge's words, wrapped: code in backticks is shown as code, and a line that is indented is source and keeps its spaces. */
export function message(words: string | undefined, width: number): string[] {
  if (!words) return [];
  return neutral(words)
    .split('\n')
    .flatMap((line) =>
      line.startsWith(' ')
        ? fold(line, width)
        : wrap(
            line.replace(/`([^`]+)`/g, (_, code) => inlineCode(code)),
            width,
          ),
    );
}
