/** The page's script: pictures, filters and keys. It reads the page only; it never makes markup out of text. */
export const SCRIPT = `
'use strict';
(() => {
  const store = JSON.parse(document.getElementById('images').textContent);
  for (const image of document.querySelectorAll('img[data-image]')) image.src = store[Number(image.dataset.image)];
  const form = document.querySelector('form.filters');
  if (form === null) return;
  const cards = Array.from(document.querySelectorAll('.card'));
  const texts = cards.map((card) => card.textContent.toLowerCase());
  const output = form.querySelector('output');
  const nothing = document.querySelector('.nothing');
  const shown = () => cards.filter((card) => !card.hidden);
  const apply = () => {
    const wanted = Array.from(form.querySelectorAll('select'), (select) => [select.name, select.value]).filter(([, value]) => value !== '');
    const words = form.elements.text.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    cards.forEach((card, i) => {
      const match = wanted.every(([name, value]) => card.dataset[name] === value) && words.every((word) => texts[i].includes(word));
      card.hidden = !match;
      if (match) count += 1;
    });
    output.textContent = count === cards.length ? count + ' shown' : count + ' of ' + cards.length + ' shown';
    nothing.hidden = count > 0;
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(apply));
  const step = (by) => {
    const list = shown();
    const at = list.indexOf(document.activeElement.closest('.card'));
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'start' });
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches('input, select, textarea');
    if (event.key === 'Escape') {
      form.reset();
      if (typing) event.target.blur();
    } else if (typing) return;
    else if (event.key === '/') {
      event.preventDefault();
      form.elements.text.focus();
    } else if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else if (event.key === 'o') {
      const all = document.activeElement.closest('.card')?.querySelector('details.all');
      if (all) all.open = !all.open;
    }
  });
})();
`.trim();
