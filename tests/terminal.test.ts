// Goal: the terminal shows every text whole, within its columns, in colour or without. Method: the drawing functions are
// called with fixed widths; what a line must not do (be too wide, leave a colour open) is checked on all widths.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { boxOf } from '../checker/cli/terminal/box.ts';
import { isColourOn, setColour, style, wantsColour } from '../checker/cli/terminal/colour.ts';
import { renderDiff, renderLineDiff } from '../checker/cli/terminal/diff.ts';
import { highlight } from '../checker/cli/terminal/highlight.ts';
import { renderMarkdown } from '../checker/cli/terminal/markdown.ts';
import { neutral } from '../checker/cli/terminal/neutral.ts';
import { renderTable } from '../checker/cli/terminal/table.ts';
import { displayWidth, padEnd, padStart } from '../checker/cli/terminal/width.ts';
import { fold, hang, shorten, wrap } from '../checker/cli/terminal/wrap.ts';

const esc = '\u001b';

/** Runs with colour on, whatever the terminal. */
function inColour<T>(work: () => T): T {
  const before = isColourOn();
  setColour(true);
  try {
    return work();
  } finally {
    setColour(before);
  }
}

/** Runs with colour off. */
function inPlain<T>(work: () => T): T {
  const before = isColourOn();
  setColour(false);
  try {
    return work();
  } finally {
    setColour(before);
  }
}

test('colour: off under NO_COLOR, on a dumb terminal and without a terminal; FORCE_COLOR turns it on', () => {
  assert.is(wantsColour({}, true), true);
  assert.is(wantsColour({}, false), false);
  assert.is(wantsColour({ NO_COLOR: '1', FORCE_COLOR: '1' }, true), false);
  assert.is(wantsColour({ NO_COLOR: '' }, true), true);
  assert.is(wantsColour({ TERM: 'dumb' }, true), false);
  assert.is(wantsColour({ FORCE_COLOR: '1' }, false), true);
  assert.is(wantsColour({ FORCE_COLOR: '' }, false), true);
  assert.is(wantsColour({ FORCE_COLOR: '0' }, true), false);
});

test('width: wide characters take two columns, accents, joiners and colours none', () => {
  assert.is(displayWidth('key'), 3);
  assert.is(displayWidth('鍵'), 2);
  assert.is(displayWidth('ｱ'), 1);
  assert.is(displayWidth('한국어'), 6);
  assert.is(displayWidth('e\u0301'), 1);
  assert.is(displayWidth('👩‍🚀'), 2);
  assert.is(displayWidth('🇩🇪'), 2);
  assert.is(displayWidth('✔ ▸ ━ …'), 7);
  assert.is(displayWidth(`${esc}[1m${esc}[31mred${esc}[39m${esc}[22m`), 3);
  assert.is(padEnd('鍵', 4), '鍵  ');
  assert.is(padStart('鍵', 4), '  鍵');
});

test('wrap: breaks at spaces, cuts what is longer than a line, keeps empty lines', () => {
  assert.equal(wrap('a long sentence', 8), ['a long', 'sentence']);
  assert.equal(wrap('abcdefgh', 3), ['abc', 'def', 'gh']);
  assert.equal(wrap('a\n\nb', 10), ['a', '', 'b']);
  assert.equal(wrap('', 10), ['']);
  assert.equal(wrap('鍵と値鍵と値', 5), ['鍵と', '値鍵', 'と値']);
  assert.equal(wrap('run npm\u00a0run\u00a0check now', 14), ['run', 'npm run check', 'now']);
  assert.equal(wrap('npm\u00a0run\u00a0check', 8), ['npm run', 'check']);
});

test('wrap: each line closes its colours and the next one opens them again', () => {
  inColour(() => {
    const lines = wrap(style.bad(`one ${style.strong('two three')} four`), 10);
    assert.equal(
      lines.map((line) => line.replaceAll(esc, '')),
      ['[31mone [1mtwo[22m[39m', '[31m[1mthree[22m four[39m'],
    );
  });
});

test('fold: keeps every space and cuts after one where it can', () => {
  assert.equal(fold('  if (a) {', 80), ['  if (a) {']);
  assert.equal(fold('  const a = b + c;', 12), ['  const a = ', 'b + c;']);
  assert.equal(fold('aaaaaaaaaa', 4), ['aaaa', 'aaaa', 'aa']);
});

test('hang and shorten', () => {
  assert.equal(hang('one two three', 9, '1. '), ['1. one', '   two', '   three']);
  assert.is(shorten('transactions', 6), 'trans…');
  assert.is(shorten('short', 6), 'short');
});

test('neutral: nothing in a learner’s output can move the cursor or turn the text around', () => {
  assert.is(neutral(`${esc}[2Jdone\r`), '␛[2Jdone␍');
  assert.is(neutral('a\r\nb\tc'), 'a\nb    c');
  assert.is(neutral('\u202egnp.exe\u009b31m'), '<U+202E>gnp.exe<U+009B>31m');
});

test('box: every line of the output is inside the frame, and the middle of much is left out', () => {
  inPlain(() => {
    const text = ['✔ 1.1 pass', ...Array.from({ length: 40 }, (_, i) => `line ${i} 鍵`)].join('\n');
    const lines = boxOf(text, { label: 'printed by your code', width: 40, mostLines: 8 });
    assert.is(lines.length, 10);
    assert.ok(lines.slice(1, -1).every((line) => line.startsWith('│ ') && line.endsWith(' │')));
    assert.ok(
      lines.every((line) => displayWidth(line) === 40),
      lines.join('\n'),
    );
    assert.ok(lines.some((line) => line.includes('lines left out')));
    assert.ok(lines.at(-2)!.includes('line 39'));
  });
});

test('diff: signs alone tell the sides apart', () => {
  inPlain(() => {
    const sides = { wanted: 'expected', given: 'actual' };
    assert.equal(renderDiff('[1, 2]', '[1, 3]', 60, sides), ['+ expected  [1, 2]', '- actual    [1, 3]']);
    assert.equal(renderDiff('{\n  a: 1,\n}', '{\n  a: 2,\n}', 60, sides), [
      '+ expected   - actual',
      '  {',
      '-   a: 2,',
      '+   a: 1,',
      '  }',
    ]);
  });
});

test('diff: equal stretches are left out and counted', () => {
  inPlain(() => {
    const yours = Array.from({ length: 20 }, (_, i) => `line ${i}`);
    const lines = renderLineDiff([...yours, 'more'].join('\n'), yours.join('\n'), 60);
    assert.equal(lines, ['  … 17 equal lines', '  line 17', '  line 18', '  line 19', '+ more']);
  });
});

test('highlight: changes colours and nothing else', () => {
  const code = 'export const a: Uint8Array = utf8(`text`); // "why"\nif (x >= 0xff) return "it\'s";';
  inColour(() => {
    const painted = highlight(code, 'ts');
    assert.is.not(painted, code);
    assert.is(painted.replace(new RegExp(`${esc}\\[\\d+m`, 'g'), ''), code);
    assert.is(highlight(code, 'text'), code);
    assert.ok(highlight('{ "a": 1 }', 'json').includes(style.number('1')));
    assert.ok(highlight('npm run check # all', 'sh').startsWith(style.code('npm')));
  });
});

test('table: fits by wrapping its cells, and becomes a list where even that is too wide', () => {
  inPlain(() => {
    const table = {
      head: ['rule', 'points'],
      rows: [['a range ends before its end key', '15']],
      align: ['left', 'right'] as const,
    };
    const boxed = renderTable({ ...table, align: [...table.align] }, 30);
    assert.equal(boxed, [
      '┌────────────────┬────────┐',
      '│ rule           │ points │',
      '├────────────────┼────────┤',
      '│ a range ends   │     15 │',
      '│ before its end │        │',
      '│ key            │        │',
      '└────────────────┴────────┘',
    ]);
    const stacked = renderTable({ ...table, align: [...table.align] }, 14);
    assert.ok(stacked.every((line) => !line.includes('│')));
    assert.ok(stacked.join(' ').includes('15'));
  });
});

const sample = `# Title

A paragraph with \`code in it\`, **strong** words, *emphasis*, a [link](https://example.com/a) and [store.ts](store.ts).

## Part

| a | b |
|---|---:|
| one two three four five six | 2 |

1. first
   - nested with many words that have to go on a second line somewhere
2. second

> quoted words

\`\`\`ts
const x: number = 1;
\`\`\`

<details><summary>Answer</summary>

It is **42**.

</details>

<!-- a note to authors -->

The end.
`;

test('markdown: no line of prose is wider than the terminal, and no colour is left open', () => {
  inColour(() => {
    for (const width of [20, 40, 80, 120]) {
      for (const line of renderMarkdown(sample, { width })) {
        const isAddress = line.includes('https://');
        assert.ok(displayWidth(line) <= width || isAddress, `${width}: ${line}`);
        assert.ok(isClosed(line), JSON.stringify(line));
      }
    }
  });
});

/** Whether every style that is opened is closed again. */
function isClosed(line: string): boolean {
  const codes = [...line.matchAll(new RegExp(`${esc}\\[(\\d+)m`, 'g'))].map(([, code]) => Number(code));
  const closing: Record<number, number[]> = {
    22: [1, 2],
    23: [3],
    24: [4],
    27: [7],
    29: [9],
    39: [30, 31, 32, 33, 34, 35, 36, 37],
  };
  let open: number[] = [];
  for (const code of codes) {
    if (closing[code]) open = open.filter((each) => !closing[code].includes(each));
    else open.push(code);
  }
  return open.length === 0;
}

test('markdown: answers are folded unless asked for, comments are not shown', () => {
  inPlain(() => {
    const folded = renderMarkdown(sample, { width: 80, answersCommand: 'npm run lesson 1 -- --answers' }).join('\n');
    assert.ok(folded.includes('▸ Answer: `npm run lesson 1 -- --answers`'));
    assert.not.ok(folded.includes('42'));
    assert.ok(folded.includes('The end.'));
    const open = renderMarkdown(sample, { width: 80 }).join('\n');
    assert.ok(open.includes('▾ Answer'));
    assert.ok(open.includes('It is 42.'));
    assert.not.ok(open.includes('a note to authors'));
  });
});

test('markdown: answers on one line, one after another, and inside a list', () => {
  inPlain(() => {
    const source =
      '1. Why?\n\n   <details><summary>Answer</summary>Because.</details>\n\n2. How?\n\n   <details>\n   <summary>Second</summary>\n\n   So.\n\n   </details>\n\nAfter.\n';
    const open = renderMarkdown(source, { width: 80 }).join('\n');
    for (const words of ['▾ Answer', 'Because.', '2. How?', '▾ Second', 'So.', 'After.'])
      assert.ok(open.includes(words), open);
    const folded = renderMarkdown(source, { width: 80, answersCommand: 'x' }).join('\n');
    assert.ok(folded.includes('2. How?') && folded.includes('After.') && !folded.includes('So.'), folded);
  });
});

test('markdown: links to files are told from the root, addresses are listed at the end', () => {
  inPlain(() => {
    const text = renderMarkdown(sample, { width: 80, folder: 'lessons/1-kv-store' }).join('\n');
    assert.ok(text.includes('lessons/1-kv-store/store.ts'));
    assert.ok(text.includes('link [1]'));
    assert.ok(text.includes('[1] https://example.com/a'));
  });
});

test('markdown: a diagram stands as it is written, however narrow the terminal', () => {
  const diagram =
    '┌────────────────────────────────┐\n│   a   ──▶   b                  │\n└────────────────────────────────┘';
  for (const width of [20, 40, 120]) {
    const lines = renderMarkdown(`\`\`\`text\n${diagram}\n\`\`\``, { width });
    assert.equal(
      lines.map((line) => line.trim()),
      diagram.split('\n'),
    );
  }
});

test.run();
