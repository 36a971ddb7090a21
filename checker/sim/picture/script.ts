/**
 * The picture's behaviour: one position in time, moved by slider, buttons, keys and clicks; everything shown follows
 * from it. Written for browsers, so it is kept as text.
 */
export const script = `
const { nodes, before, events, involved, unit } = JSON.parse(document.getElementById('data').textContent);
const at = (id) => document.getElementById(id);
const slider = at('time'), rows = [...document.querySelectorAll('.events li')], arrows = [...document.querySelectorAll('.arrow')];
const rowHeight = 24;
const states = [before];
for (const { beliefs } of events) states.push({ ...states.at(-1), ...beliefs });
let position = 0;

const moment = ({ at }) => unit === 'ms' ? at + ' ms' : unit + ' ' + at;

/** Shows the moment after the event of that number, counted from 1; 0 is the start. */
function show(to) {
  position = Math.max(0, Math.min(events.length, to));
  slider.value = position;
  const event = events[position - 1];
  const words = event ? event.words : 'before the first event';
  slider.setAttribute('aria-valuetext', words);
  at('where').textContent = event ? 'event ' + position + ' of ' + events.length + ' · ' + moment(event) : 'start of ' + events.length + ' events';
  at('said').textContent = event ? (moment(event) + ': ' + words) : words;
  at('cursor').style.top = (position - 1) * rowHeight + 'px';
  at('future').style.top = position * rowHeight + 'px';
  rows.forEach((row, i) => i === position - 1 ? row.setAttribute('aria-current', 'step') : row.removeAttribute('aria-current'));
  for (const arrow of arrows) {
    const { from, to } = arrow.dataset;
    arrow.classList.toggle('now', Number(from) === position - 1 || Number(to) === position - 1);
  }
  const row = rows[position - 1] ?? rows[0];
  const box = at('scroll'), top = row.offsetTop, head = 34;
  if (top < box.scrollTop + 60) box.scrollTop = top - 90;
  if (top > box.scrollTop + box.clientHeight - head - 90) box.scrollTop = top - box.clientHeight + head + 90;
  at('cards').replaceChildren(...nodes.map((node) => card(node, states[position][node], position ? states[position - 1][node] : undefined)));
}

function el(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function card(node, belief, last) {
  const made = el('section', 'card ' + belief.role + (involved.nodes.includes(node) ? ' involved' : ''));
  made.setAttribute('aria-label', node);
  const facts = el('div', 'facts');
  facts.append(el('span', 'name', node));
  const fact = (label, key, value, of) => {
    const changed = last && of(last) !== of(belief);
    const span = el('span', changed ? 'changed' : '', label ? label + ' ' : '');
    span.append(el('b', '', value));
    facts.append(span);
  };
  fact('', 'role', belief.role, (b) => b.role);
  fact('term', 'term', belief.term, (b) => b.term);
  fact('vote', 'vote', belief.vote ?? '–', (b) => b.vote);
  if (belief.isUp) {
    if (belief.role !== 'leader') fact('leader', 'leader', belief.leader ?? '–', (b) => b.leader);
    fact('commit', 'commit', belief.commit, (b) => b.commit);
    if (belief.lastIndex !== undefined) fact('log up to', 'lastIndex', belief.lastIndex, (b) => b.lastIndex);
    if (belief.applied !== belief.commit) fact('applied', 'applied', belief.applied, (b) => b.applied);
  } else facts.append(el('span', '', 'what follows is on its disk'));
  made.append(facts, log(belief, last));
  return made;
}

function log(belief, last) {
  const list = el('ol', 'log');
  const shown = Object.values(states[position]).flatMap((b) => [b.snapshot, ...b.log.map((e) => e.index)]);
  const end = Math.max(...shown), room = Math.max(6, Math.floor((at('cards').clientWidth - 30) / 43));
  const first = Math.max(1, Math.min(end - room + 1, ...involved.indexes));
  if (belief.snapshot >= first) {
    const box = el('li', 'snapshot', belief.snapshot > first ? 'snapshot to ' + belief.snapshot : '≤ ' + belief.snapshot);
    box.title = 'a snapshot stands for everything up to ' + belief.snapshot;
    box.style.gridColumn = '1 / span ' + (belief.snapshot - first + 1);
    list.append(box);
  }
  const old = new Map((last?.log ?? []).map((e) => [e.index, e]));
  for (const entry of belief.log) {
    if (entry.index < first) continue;
    const isFresh = last && old.get(entry.index)?.term !== entry.term;
    const cell = el('li', 'entry' + (belief.isUp && entry.index <= belief.commit ? ' committed' : '') +
      (involved.indexes.includes(entry.index) ? ' involved' : '') + (isFresh ? ' fresh' : ''));
    cell.style.gridColumn = entry.index - first + 1;
    cell.style.setProperty('--hue', (entry.term * 67 + 200) % 360);
    cell.title = entry.index + '@' + entry.term + ' ' + entry.words;
    cell.append(el('small', '', entry.index), el('b', '', entry.term), el('i', '', entry.words));
    list.append(cell);
  }
  if (!list.children.length) list.append(el('li', 'none', belief.snapshot || belief.log.length ? 'nothing after ' + (first - 1) : belief.lastIndex === undefined ? 'empty log' : 'no command applied'));
  return list;
}

const moves = {
  ArrowDown: () => position + 1, ArrowRight: () => position + 1, ArrowUp: () => position - 1, ArrowLeft: () => position - 1,
  PageDown: () => position + 10, PageUp: () => position - 10, Home: () => 0, End: () => events.length,
};
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !moves[event.key]) return;
  event.preventDefault();
  show(moves[event.key]());
});
slider.addEventListener('input', () => show(Number(slider.value)));
rows.forEach((row, i) => row.addEventListener('click', () => show(i + 1)));
for (const [id, key] of [['first', 'Home'], ['back', 'ArrowUp'], ['on', 'ArrowDown'], ['last', 'End']]) {
  at(id).addEventListener('click', () => show(moves[key]()));
}
addEventListener('resize', () => show(position));
const asked = Number(location.hash.slice(1));
show(location.hash && asked >= 0 ? asked : events.length);
`;
