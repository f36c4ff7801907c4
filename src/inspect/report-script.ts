import { html } from './report/html.js';

/** Finds failures and entries by their text; hidden if scripts do not run. */
export const SEARCH = html`<p class="search" hidden>
  <input type="search" placeholder="Search failures and timeline" aria-label="Search failures and timeline" />
  <label><input type="checkbox" /> failures only</label>
  <span class="soft" role="status"></span>
</p>`;

/** Without it, the page can still be unfolded and searched with the browser's own means. */
export const SCRIPT = `const button = document.querySelector('button');
if (button) button.hidden = false;
if (button) button.onclick = () => {
  const all = [...document.querySelectorAll('details')];
  const open = all.some((one) => !one.open);
  for (const one of all) one.open = open;
};
const panel = document.querySelector('.search');
const [search, only] = panel.querySelectorAll('input');
const status = panel.querySelector('span');
const items = [...document.querySelectorAll('.item')];
const texts = items.map((item) => item.textContent.toLowerCase());
const filter = () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  items.forEach((item, index) => {
    const fits = words.every((word) => texts[index].includes(word));
    item.hidden = !fits || (only.checked && !item.classList.contains('failed'));
    if (!item.hidden) shown += 1;
  });
  const isAll = words.length === 0 && !only.checked;
  status.textContent = isAll ? '' : shown + ' of ' + items.length;
  if (!isAll) for (const lines of document.querySelectorAll('.lines')) lines.parentElement.open = true;
};
panel.hidden = items.length === 0;
search.oninput = filter;
only.onchange = filter;
search.value = decodeURIComponent(location.hash.slice(1));
if (search.value) filter();`;
