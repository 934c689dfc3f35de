/* What the pages do in the browser. Runs once, in the hidden component "bus"; `trigger` calls the server.
   Everything is told by data-wz attributes, so no handler is ever written into HTML. */
const doc = element.ownerDocument;
const words = JSON.parse(element.querySelector('[data-words]').dataset.words);
let opener = null; // what had the focus before the drawer opened
const answered = {}; // what was said to conditions that only their own words name
let drawn = ''; // which answer of the server the drawer shows

function toast(text) {
  const old = doc.querySelector('.wz-toast');
  if (old) old.remove();
  const shown = doc.createElement('div');
  shown.className = 'wz-toast';
  shown.setAttribute('role', 'status');
  shown.textContent = text;
  doc.body.append(shown);
  setTimeout(() => shown.remove(), 2200);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = doc.createElement('textarea');
    area.value = text;
    doc.body.append(area);
    area.select();
    const done = doc.execCommand('copy');
    area.remove();
    return done;
  }
}

function openDrawer(data) {
  const body = doc.querySelector('.wz-drawer-body');
  const same = doc.body.classList.contains('wz-open');
  if (!same) opener = doc.activeElement;
  doc.body.classList.add('wz-open');
  if (body && !same) body.innerHTML = '<div class="wz-waiting" role="status"><p></p><span class="wz-bar"></span><span class="wz-bar"></span></div>';
  const told = body && body.querySelector('.wz-waiting p');
  if (told) told.textContent = words.loading;
  const close = doc.querySelector('#drawer button[data-wz=close]');
  if (close && !same) setTimeout(() => close.focus(), 50); // when it can be seen
  trigger('open', { doc: data.doc, start: Number(data.start), end: Number(data.end), near: data.near || '', edit: data.edit || '', again: Date.now() });
}

function closeDrawer() {
  doc.body.classList.remove('wz-open');
  if (opener && opener.isConnected) opener.focus();
  opener = null;
}

function confirmed(words) {
  const dialog = doc.createElement('dialog');
  dialog.className = 'wz-dialog';
  const told = doc.createElement('p');
  told.textContent = words.ask;
  const row = doc.createElement('div');
  dialog.append(told, row);
  for (const [value, text] of [['no', words.no], ['yes', words.yes]]) {
    const button = doc.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.className = `wz-${value}`;
    button.onclick = () => dialog.close(value);
    row.append(button);
  }
  doc.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => { dialog.remove(); resolve(dialog.returnValue === 'yes'); };
  });
}

/* What a screen reader is told: the feed is drawn anew each time, so it would read the whole dialogue. */
const live = doc.createElement('div');
live.className = 'wz-live';
live.setAttribute('role', 'status');
doc.body.append(live);
let announced = '';
function announce() {
  const last = [...doc.querySelectorAll('#feed .wz-turn')].pop();
  const said = last && (last.querySelector('.wz-waiting p') || last.querySelector('.wz-reply'));
  if (!said) return;
  const parts = said.tagName === 'P' ? [said] : said.querySelectorAll('.wz-verdict, .wz-understood, .wz-line, blockquote, .wz-notes, .wz-alert');
  const text = [...parts].map((part) => part.textContent).join(' ').slice(0, 1200);
  if (text && text !== announced) live.textContent = announced = text;
}

const actions = {
  open: (target) => openDrawer(target.dataset),
  close: () => closeDrawer(),
  jump: (target, event) => {
    event.preventDefault();
    const place = doc.getElementById(target.getAttribute('href').slice(1));
    if (place) place.scrollIntoView({ block: 'start' });
  },
  skip: (_, event) => {
    event.preventDefault();
    const panel = [...doc.querySelectorAll('[role=tabpanel]')].find((one) => one.offsetParent);
    const first = [...(panel?.querySelectorAll('input, textarea, button, select, summary, a[href]') || [])].find((one) => one.offsetParent && !one.disabled);
    first?.focus();
  },
  copy: async (target) => {
    const text = target.parentElement.querySelector('.wz-copy-text').value;
    toast((await copy(text)) ? words.copied : words.copy_failed);
  },
  export: (target) => {
    target.closest('details').open = false;
    trigger('export', { turn: Number(target.dataset.turn), format: target.dataset.format, again: Date.now() });
  },
  rate: (target) => trigger('rate', {
    turn: Number(target.dataset.turn), rating: target.dataset.rating, hit: Number(target.dataset.hit || -1), again: Date.now(),
  }),
  suggest: (target) => trigger('suggest', { question: target.dataset.question, again: Date.now() }),
  remove: async (target) => {
    if (await confirmed(target.dataset)) trigger('remove', { doc: target.dataset.doc, again: Date.now() });
  },
  match: (target, event) => {
    event.preventDefault();
    const form = doc.querySelector('.wz-profile');
    if (!form.reportValidity()) return;
    const sent = { fields: {}, types: {}, answers: {}, again: Date.now() };
    for (const field of form.querySelectorAll('[data-field]')) {
      sent.fields[field.dataset.field] = field.value;
      sent.types[field.dataset.field] = field.dataset.type;
    }
    for (const field of doc.querySelectorAll('#matches [data-answer]')) if (field.value) answered[field.dataset.answer] = field.value;
    sent.answers = answered;
    trigger('match', sent);
  },
  correct: (target, event) => {
    event.preventDefault();
    const form = target.closest('form');
    if (!form.reportValidity()) return;
    const values = {};
    for (const field of form.querySelectorAll('[data-was][data-field]'))
      if (field.value !== field.dataset.was) values[field.dataset.field] = field.value;
    const rows = [...form.querySelectorAll('.wz-clause-row')];
    if (rows.some((row) => [...row.querySelectorAll('[data-clause]')].some((field) => field.value !== field.dataset.was))) {
      const clause = (row) => Object.fromEntries([...row.querySelectorAll('[data-clause]')].map((field) => [field.dataset.clause, field.value]));
      values.clauses = rows.map(clause).filter((one) => one.quote.trim());
    }
    if (Object.keys(values).length) trigger('correct', { doc: target.dataset.doc, values, restore: [], again: Date.now() });
    else toast(words.nothing_changed);
  },
  restore: (target) => trigger('correct', { doc: target.dataset.doc, values: {}, restore: [target.dataset.field], again: Date.now() }),
  sign_out: async () => {
    await fetch('../logout', { method: 'POST', redirect: 'manual' });
    location.assign('../login');
  },
  language: (target) => {
    doc.cookie = `wz-language=${target.dataset.language}; path=/; max-age=31536000; samesite=lax`;
  },
  theme: () => {
    const dark = doc.body.classList.toggle('dark');
    try { localStorage.setItem('wz-theme', dark ? 'dark' : 'light'); } catch { /* private window */ }
  },
};

doc.addEventListener('click', (event) => {
  const target = event.target.closest('[data-wz]');
  if (target && !target.disabled) return void actions[target.dataset.wz]?.(target, event);
  for (const menu of doc.querySelectorAll('details.wz-menu[open]')) if (!menu.contains(event.target)) menu.open = false;
  const card = event.target.closest('.wz-card');
  if (card && !event.target.closest('button, a, summary') && !String(doc.getSelection())) card.querySelector('.wz-title')?.click();
});

doc.addEventListener('keydown', (event) => {
  if (!doc.body.classList.contains('wz-open')) return;
  if (event.key === 'Escape') closeDrawer();
  if (event.key !== 'Tab') return;
  const all = [...doc.querySelectorAll('#drawer button, #drawer a, #drawer summary, #drawer [tabindex="0"]')].filter((one) => one.offsetParent);
  const [first, last] = [all[0], all[all.length - 1]];
  if (event.shiftKey && doc.activeElement === first) { event.preventDefault(); last.focus(); }
  else if (!event.shiftKey && doc.activeElement === last) { event.preventDefault(); first.focus(); }
});

for (const [name, lit] of [['mouseover', true], ['mouseout', false], ['focusin', true], ['focusout', false]])
  doc.addEventListener(name, (event) => {
    const cite = event.target.closest?.('.wz-turn:last-child .wz-cite');
    if (!cite) return;
    for (const card of doc.querySelectorAll(`.wz-n-${cite.textContent.replace(/\D/g, '')}`)) card.classList.toggle('wz-lit', lit);
  });

/* After each change of the page: open a source at its quote, a dialogue at its last question. */
new MutationObserver((changes) => {
  for (const change of changes) {
    const at = change.target.nodeType === 1 ? change.target : change.target.parentElement;
    const shown = at?.closest('#drawer') && doc.querySelector('#drawer .wz-shown');
    if (!shown || shown.dataset.key === drawn) continue;
    drawn = shown.dataset.key;
    const told = shown.querySelector('.wz-correct-end > :not(button)') || shown.querySelector('.wz-correct[open]');
    const place = told || shown.querySelector('mark, .wz-around');
    if (told) told.scrollIntoView({ block: 'nearest' });
    else if (place) place.scrollIntoView({ block: 'center', behavior: 'instant' });
    if (!doc.activeElement?.closest('#drawer')) doc.querySelector('#drawer button[data-wz=close]')?.focus();
  }
  announce();
  const turns = doc.querySelectorAll('#feed .wz-turn');
  const last = turns[turns.length - 1];
  if (last && last.id !== doc.body.dataset.turn) {
    doc.body.dataset.turn = last.id;
    if (turns.length > 1 || window.innerWidth <= 860) last.scrollIntoView({ block: 'start' });
  }
}).observe(doc.body, { childList: true, subtree: true, characterData: true });

/* The colours a person chose before; once more when the library has set those of the system. */
function colour() {
  try {
    const kept = localStorage.getItem('wz-theme');
    if (kept) doc.body.classList.toggle('dark', kept === 'dark');
  } catch { /* a private window keeps nothing */ }
}
colour();
setTimeout(colour, 400);
doc.documentElement.lang = words.lang;
announce();
