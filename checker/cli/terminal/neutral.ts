/**
 * Text that a learner's program wrote, made harmless to show: escape sequences, other control characters and marks
 * that turn the direction of writing become visible signs, so that nothing can move the cursor, colour our words or
 * reorder them.
 *
 *     neutral('\u001b[2Jdone')   '␛[2Jdone'
 */

const controlPictures = 0x2400;
const hidden = /[\p{Control}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;
const tabStop = 4;

export function neutral(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\t', ' '.repeat(tabStop)).replace(hidden, sign);
}

function sign(character: string): string {
  if (character === '\n') return character;
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(controlPictures + code);
  if (code === 0x7f) return '␡';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
