// The parts around the controls: head, figures with their tables, what was changed, what it rests on.

/** The head that stays. */
function headOf(view) {
  const { words, page } = view, city = page.kind === 'city';
  const cards = ['residual', 'saving', 'forest'].filter((one) => one !== 'forest' || !city);
  view.cards = Object.fromEntries(cards.map((key) => [key, {
    value: el('div', { class: 'big' }), range: el('div', { class: 'small' }), strip: el('div', { class: 'strip' }), plan: el('div', { class: 'small plan' }),
  }]));
  const periods = page.periods.map(([en, zh, year, never], i) => {
    const name = city ? String(year) : words.of([en, zh]);
    return el('option', { value: i }, never ? words.say('not-held', { name }) : name);
  });
  view.choice = el('select', { id: 'period', onchange: () => view.change({ period: Number(view.choice.value) }) },
    city ? null : el('option', { value: -1 }, words.say('all-periods')), ...periods);
  const choice = page.periods.length > 1 ? el('label', { class: 'period' }, el('span', { class: 'sr' }, words.say(city ? 'year' : 'period')), view.choice) : el('span', {});
  return el('header', {},
    el('h1', {}, words.of(page.title)), choice,
    el('div', { class: 'tools' },
      el('button', { type: 'button', id: 'undo', title: words.say('undo'), onclick: () => view.step('undo') }, el('span', { 'aria-hidden': 'true' }, '↶'), el('span', { class: 'sr' }, words.say('undo'))),
      page.languages.length < 2 ? null : el('button', { type: 'button', id: 'language', lang: words.at ? 'en' : 'zh-CN', 'aria-label': words.say('language-label'), onclick: () => view.switchLanguage() }, words.say('language'))),
    el('div', { class: 'cards' }, ...cards.map((key) => el('div', { class: `card ${key}` }, el('div', { class: 'what' }, words.say(key === 'forest' && view.world.forest && !view.world.forest.data.parcels.length ? 'offset' : key)), ...Object.values(view.cards[key])))),
    el('div', { class: 'tabs', role: 'group', 'aria-label': words.say('what-if') }, ...['change', 'see'].map((tab) => (
      el('button', { type: 'button', value: tab, onclick: () => { view.turn(tab); scrollTo(0, 0); } }, words.say(tab))))));
}

/** A strip from 0 with the range now and that of the file. */
function strip(node, now, plan, most) {
  const at = (value) => 100 * clip(value / most, 0, 1), width = 300, x = (value) => (at(value) / 100) * width;
  node.replaceChildren(svg('svg', { viewBox: `0 0 ${width} 16`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    rect(0, 7, width, 2, 'rail'),
    plan.low === undefined ? null : rect(x(plan.low), 2, x(plan.high) - x(plan.low), 3, 'ghost-range'),
    now.low === undefined ? null : rect(x(now.low), 6, Math.max(x(now.high) - x(now.low), 1), 6, 'range'),
    rect(x(plan.value) - 1, 0, 2, 16, 'ghost-mark'), rect(x(now.value) - 1.5, 3, 3, 12, 'mark')));
}

function showHead(view) {
  const { words, answer, cards, history } = view, { total } = answer, plan = view.plans[history.now.period + 1], moved = toAddress(view.page, history.now) !== '';
  const ends = (low, high, size) => (low === undefined ? words.say('drawing')
    : words.say('range', { low: words.number(low, decimals(size)), high: words.number(high, decimals(size)) }));
  const { residual, saving, forest } = cards, file = (value) => (moved ? words.say('in-file', { value }) : words.say('unmoved'));
  document.body.classList.toggle('untouched', !moved);
  if (view.choice) view.choice.value = String(history.now.period);
  residual.value.textContent = words.tonnes(total.after);
  residual.range.textContent = ends(total.afterLow, total.afterHigh, total.after);
  residual.plan.textContent = file(words.tonnes(plan.total.after));
  const most = 1.02 * Math.max(total.afterHigh ?? total.after, plan.total.afterHigh ?? plan.total.after, plan.total.before);
  strip(residual.strip, { value: total.after, low: total.afterLow, high: total.afterHigh }, { value: plan.total.after, low: plan.total.afterLow, high: plan.total.afterHigh }, most);
  const share = total.before ? total.saving / total.before : 0;
  saving.value.textContent = words.tonnes(total.saving, Math.max(Math.abs(total.saving), 1));
  saving.range.textContent = `${words.say('of-baseline', { share: words.percent(share, 1) })} · ${ends(total.savingLow, total.savingHigh, total.saving)}`;
  saving.plan.textContent = file(words.tonnes(plan.total.saving, Math.max(Math.abs(plan.total.saving), 1)));
  const high = 1.02 * Math.max(total.savingHigh ?? total.saving, plan.total.savingHigh ?? plan.total.saving, 1e-9);
  strip(saving.strip, { value: total.saving, low: total.savingLow, high: total.savingHigh }, { value: plan.total.saving, low: plan.total.savingLow, high: plan.total.savingHigh }, high);
  if (forest) showForest(view, forest, view.plans[0].offset, file);
}

function showForest(view, card, plan, file) {
  const { words, answer } = view, found = answer.offset;
  if (!found) {
    card.value.textContent = '–';
    card.range.textContent = words.say('no-forest');
    return;
  }
  if (!view.world.forest.data.parcels.length) {
    card.value.textContent = words.say('still-owed', { value: words.tonnes(found.owed) });
    card.range.textContent = words.say('credits-are', { value: words.tonnes(found.credits) });
    card.plan.textContent = file(words.say('still-owed', { value: words.tonnes(plan?.owed ?? 0) }));
    return;
  }
  card.value.textContent = words.area(found.area);
  const paid = found.balanceYear === null ? words.say('not-by') : words.say('by-year', { year: found.balanceYear });
  const needed = Number.isFinite(found.needed) ? words.say('needed', { year: found.horizon, area: words.area(found.needed) }) : words.say('needed-none', { year: found.horizon });
  const sure = answer.offsetDrawn?.areas[1][1];
  card.range.textContent = `${paid} · ${needed}${sure !== undefined && Number.isFinite(sure) && view.world.forest.data.ranged ? ` · ${words.say('needed-90', { area: words.area(sure) })}` : ''}`;
  card.plan.textContent = file(words.area(plan?.area ?? 0));
}

// figures

/** A figure with its table and downloads; `table` gives a head and rows of raw cells. */
class Figure {
  constructor(view, key, drawn, table) {
    const { words } = view, name = words.say(`${key}-title`);
    Object.assign(this, { view, key, drawn, table, name });
    this.room = el('div', { class: 'drawing' });
    this.note = el('p', { class: 'shows' });
    this.sheet = el('div', { class: 'sheet', tabindex: 0, role: 'region', 'aria-label': name });
    this.open = el('details', { class: 'table' }, el('summary', {}, words.say('table')), this.sheet);
    this.open.addEventListener('toggle', () => this.fill());
    this.node = el('figure', { id: `figure-${key}` }, el('figcaption', {}, el('h3', {}, name), this.note), this.room,
      el('div', { class: 'take' }, this.open,
        el('button', { type: 'button', 'aria-label': words.say('csv-of', { name }), onclick: () => download(`${key}.csv`, `\ufeff${this.csv()}`, 'text/csv') }, words.say('csv')),
        el('button', { type: 'button', 'aria-label': words.say('png-of', { name }), onclick: () => pngOf(this.room.querySelector('svg'), `${key}.png`) }, words.say('png'))));
  }

  draw(width) {
    const found = this.drawn(width);
    if (!found) {
      this.node.hidden = true;
      return;
    }
    this.node.hidden = false;
    const { node, shows } = found;
    this.room.replaceChildren(node);
    if (this.note.textContent !== shows) this.note.textContent = shows;
  }

  fill() {
    if (!this.open.open) return;
    const { words } = this.view, { head, rows } = this.table();
    const cell = (one) => (typeof one === 'number' ? el('td', { class: 'number' }, Number.isInteger(one) && one > 1500 && one < 2200 ? String(one) : words.number(one, decimals(one))) : el('td', {}, one ?? '–'));
    this.sheet.replaceChildren(el('table', {}, el('caption', { class: 'sr' }, this.name), el('thead', {}, el('tr', {}, ...head.map((one) => el('th', { scope: 'col' }, one)))),
      el('tbody', {}, ...rows.map(([first, ...rest]) => el('tr', {}, el('th', { scope: 'row' }, String(first)), ...rest.map(cell))))));
  }

  csv() {
    const { head, rows } = this.table();
    return [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n');
  }
}

/** A cell of a CSV; a text that a spreadsheet would run is kept a text. */
function csvCell(one) {
  if (typeof one === 'number') return String(one);
  const words = String(one ?? ''), safe = /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function figuresOf(view) {
  const { words, page } = view, { sources } = page.worlds[0].model, model = () => view.world.model;
  const plan = () => view.plans[view.history.now.period + 1];
  const nameOf = (key) => words.of(page.sources[key]);
  const order = () => model().sources.map((key, i) => ({ key, i })).sort((a, b) => view.answer.sources[b.i].before - view.answer.sources[a.i].before);
  const measured = () => page.measures.map((one, i) => ({ ...one, i, label: `${one.id} ${words.of(one.name)}` }));
  const saved = () => measured().filter(({ i }) => view.answer.uptake[i] > 0 && Math.abs(view.answer.attribution.shapley[i]) > 1e-12);
  const found = [];
  if (page.kind === 'city') found.push(yearsOf(view));
  found.push(new Figure(view, 'sources', (width) => {
    const rows = order().filter(({ i }) => view.answer.sources[i].before || view.answer.sources[i].after);
    const planned = rows.map(({ key }) => plan().sources[sources.indexOf(key)] ?? { after: 0 });
    return { node: sourcesFigure(words, width, rows.map(({ key, i }) => ({ name: nameOf(key), ...view.answer.sources[i] })), planned), shows: words.say('sources-shows') };
  }, () => ({
    head: ['emission-source', 'before', 'after', 'low', 'high', 'saving'].map((one) => words.say(one)),
    rows: [...order().map(({ key, i }) => [nameOf(key), view.answer.sources[i]]), [words.say('total'), view.answer.total]]
      .map(([name, one]) => [name, one.before, one.after, one.afterLow ?? null, one.afterHigh ?? null, one.saving]),
  })));
  found.push(new Figure(view, 'waterfall', (width) => {
    const rows = saved().sort((a, b) => view.answer.attribution.shapley[b.i] - view.answer.attribution.shapley[a.i]);
    const shown = rows.slice(0, 9), rest = rows.slice(9).reduce((sum, { i }) => sum + view.answer.attribution.shapley[i], 0);
    const parts = shown.map((one) => ({ name: one.label, value: view.answer.attribution.shapley[one.i], cls: `area-${one.area}` }));
    if (rows.length > 9) parts.push({ name: words.say('other-measures'), value: rest, cls: 'others' });
    const { node, cutAt } = waterfallFigure(words, width, view.answer.total.before, view.answer.total.after, parts);
    return { node, shows: `${words.say('waterfall-shows')}${cutAt === null ? '' : ` ${words.say('axis-cut', { value: words.tonnes(cutAt) })}`}` };
  }, () => ({
    head: [words.say('measure'), words.say('tonnes')],
    rows: [[words.say('baseline'), view.answer.total.before], ...saved().map((one) => [one.label, -view.answer.attribution.shapley[one.i]]), [words.say('residual'), view.answer.total.after]],
  })));
  found.push(new Figure(view, 'ranking', (width) => {
    const ways = view.answer.attribution, rows = saved().sort((a, b) => ways.shapley[b.i] - ways.shapley[a.i]);
    if (!rows.length) return null;
    const drawn = rows.map((one) => ({ name: one.label, cls: `area-${one.area}`, shapley: ways.shapley[one.i], alone: ways.alone[one.i], lastIn: ways.lastIn[one.i], plan: plan().attribution.shapley[one.i] }));
    return { node: rankingFigure(words, width, drawn), shows: words.say('ranking-shows') };
  }, () => ({
    head: ['measure', 'uptake-short', 'alone', 'in-order', 'last-in', 'shapley'].map((one) => words.say(one)),
    rows: measured().map(({ i, label }) => [label, view.answer.uptake[i], ...['alone', 'inOrder', 'lastIn', 'shapley'].map((way) => view.answer.attribution[way][i])]),
  })));
  found.push(new Figure(view, 'debt', (width) => {
    const offset = view.answer.offset;
    if (!offset || !view.world.forest.data.parcels.length) return null;
    const { balanceYear, years } = offset, beyond = balanceYear !== null && balanceYear > years.at(-1);
    const when = balanceYear === null ? words.say('debt-never') : words.say(beyond ? 'debt-beyond' : 'debt-paid', { year: balanceYear });
    return { node: debtFigure(words, width, offset, view.answer.offsetDrawn, view.plans[0].offset), shows: `${words.say('debt-shows')}${words.at ? '' : ' '}${when}` };
  }, () => ({
    head: [words.say('year'), words.say('owed')],
    rows: view.answer.offset ? view.answer.offset.years.map((year, i) => [String(year), view.answer.offset.curve[i]]) : [],
  })));
  if (page.map) found.push(mapOf(view));
  return found;
}

function mapOf(view) {
  const { words, page } = view, { map } = page;
  const heads = () => map.starts.map((one) => one.people + one.parts.reduce((sum, [id, share]) => sum + share * view.valueOf(id), 0));
  const few = map.starts.some((one) => one.people > 0);
  return new Figure(view, 'map', (width) => ({
    node: mapFigure(words, width, map, heads()), shows: `${words.say('map-shows', { host: words.of(map.host[0]) })}${few ? ` ${words.say('map-few')}` : ''}`,
  }), () => {
    const people = heads();
    return { head: [words.say('place'), words.say('heads')], rows: map.starts.map((one, i) => [words.of(one.name), people[i]]).sort((a, b) => b[1] - a[1]) };
  });
}

/** The years of a city, and how it stands to its targets. */
function yearsOf(view) {
  const { words, page } = view;
  const within = (key, wanted) => !wanted || `${key}.`.startsWith(`${wanted}.`);
  const part = (year, source, side) => {
    const p = page.periods.findIndex(([, , one]) => one === year);
    return view.world.model.sources.reduce((sum, key, i) => sum + (within(key, source) ? view.answer.cells[p][i][side] : 0), 0);
  };
  const goals = () => page.goals.map((one) => {
    const most = one.emissions ?? part(one.since, one.source, 'after') * (1 + one.change);
    const said = one.label ? words.of(one.label) : one.change === null ? words.say('cap') : words.say('change-since', { change: words.percent(one.change), year: one.since });
    const label = one.source ? words.say('target-source', { label: said, source: page.sources[one.source] ? words.of(page.sources[one.source]) : one.source }) : said;
    return { ...one, most, expected: part(one.year, one.source, 'after'), label };
  });
  const rows = () => page.periods.map(([, , year], i) => ({ year, before: view.answer.periods[i].before, after: view.answer.periods[i].after, plan: view.plans[0].periods[i].after, ends: view.answer.periods[i] }));
  const verdict = (one) => words.say(one.expected <= one.most ? 'met' : 'missed', { value: words.tonnes(Math.abs(one.most - one.expected)) });
  return new Figure(view, 'years', (width) => ({
    node: yearsFigure(words, width, rows(), goals()),
    shows: [words.say('years-shows'), ...goals().map((one) => words.say('goal-line', { target: words.say('target', { year: one.year }), label: one.label, verdict: verdict(one) }))].join(words.at ? '' : ' '),
  }), () => ({
    head: ['year', 'before', 'after', 'low', 'high', 'saving'].map((one) => words.say(one)),
    rows: [...rows().map((one) => [String(one.year), one.before, one.after, one.ends.afterLow ?? null, one.ends.afterHigh ?? null, one.before - one.after]),
      ...goals().map((one) => [`${words.say('target', { year: one.year })}: ${one.label}`, null, one.most, null, null, one.expected - one.most])],
  }));
}

// what was changed

function changesBox(view) {
  const { words } = view;
  view.changes = el('ul', {});
  view.status = el('p', { class: 'shows' });
  const button = (key, what) => el('button', { type: 'button', onclick: what }, words.say(key));
  return el('section', { class: 'box', id: 'changed', 'aria-labelledby': 'h-changed' }, el('h3', { id: 'h-changed' }, words.say('changed')), view.changes,
    el('div', { class: 'take' }, button('undo', () => view.step('undo')), button('redo', () => view.step('redo')), button('reset', () => view.change(untouched(view.page)))), view.status);
}

/** Every change with its way back. */
function showChanges(view) {
  const { words, page, history: { now } } = view, start = untouched(page), items = [];
  const item = (name, value, back, mode = null) => items.push([words.say(mode === null ? 'pair' : 'pair-mode', { name, value, mode }), name, back]);
  if (now.world) item(words.say('variant'), words.of(page.worlds[now.world].name), () => view.change({ world: 0, market: start.market }));
  if (now.market !== page.worlds[now.world].market) item(words.say('electricity'), words.say(now.market ? 'market-short' : 'location-short'), () => view.change({ market: page.worlds[now.world].market }));
  for (const [id, [value, mode]] of Object.entries(now.moves)) {
    const number = view.number(id);
    if (!number) continue;
    const unit = words.at ? page.units[page.numbers[id][2]][2] : page.units[page.numbers[id][2]][1], share = number.plain && reach(number).most === 1;
    const told = share ? words.percent(value, value * 100 % 1 ? 1 : 0) : `${words.figures(value)} ${unit}`.trim();
    const back = () => view.change({ moves: withMove(view.world, view.history.now.moves, id, null) });
    item(view.nameOf(id), told, back, id.startsWith('measures.') ? null : words.say(number.low === null ? 'mode-none' : `mode-${mode}`));
  }
  if (now.area !== null) item(words.say('planted-area'), words.area(now.area), () => view.change({ area: null }));
  if (now.shift) item(words.say('planted'), String(view.world.forest.data.planted + now.shift), () => view.change({ shift: 0 }));
  if (now.horizon !== null) item(words.say('horizon'), String(now.horizon), () => view.change({ horizon: null }));
  if (now.credits) item(words.say('credits'), words.tonnes(now.credits), () => view.change({ credits: 0 }));
  view.changes.replaceChildren(...(items.length ? items.map(([told, name, back]) => el('li', {}, el('span', {}, told),
    el('button', { type: 'button', 'aria-label': words.say('back', { name }), onclick: back }, words.say('put-back')))) : [el('li', { class: 'none' }, words.say('nothing-changed'))]));
}

/** What the ranges cover, and whether the page is to be trusted. */
function showStatus(view) {
  const { words, page, history: { now }, world } = view, ranged = (id) => !id.startsWith('measures.') && view.number(id)?.low !== null;
  const modes = Object.entries(now.moves).filter(([id]) => ranged(id)).map(([, [, mode]]) => mode);
  const count = (mode) => modes.filter((one) => one === mode).length, lines = [words.say('ranges-of', { draws: words.number(page.draws), seed: page.seed })];
  if (count(PLAIN)) lines.push(words.say('as-known', { count: count(PLAIN) }));
  if (count(KEPT)) lines.push(words.say('as-kept', { count: count(KEPT) }));
  if (count(LOCKED)) lines.push(words.say('as-locked', { count: count(LOCKED) }));
  if (world.data.metered.length && !world.enough) lines.push(words.say('metered'));
  if (view.checked === '') lines.push(words.say('check-fine', { version: page.version }));
  view.status.textContent = lines.join(words.at ? '' : ' ');
  view.status.classList.toggle('wrong', Boolean(view.checked));
  if (view.checked) view.status.textContent = words.say('check-wrong', { version: page.version, what: view.checked });
}

// out of the page, and what it rests on

function takeAway(view) {
  const { words, page } = view, base = page.file.name.replace(/\.ya?ml$/i, '') || 'scenario';
  const told = el('span', { role: 'status', class: 'shows' }), button = (key, what, given = {}) => el('button', { type: 'button', id: key, onclick: what }, words.say(key, given));
  const copy = async () => {
    const address = toAddress(page, view.history.now);
    try {
      await navigator.clipboard.writeText(location.href.split('#')[0] + (address ? `#${address}` : ''));
      told.textContent = words.say('copied');
    } catch {
      told.textContent = words.say('copy-by-hand');
    }
  };
  const all = () => view.drawings.filter((one) => !one.node.hidden).map((one) => `${csvCell(one.name)}\r\n${one.csv()}`).join('\r\n\r\n');
  return el('section', { class: 'box', id: 'take', 'aria-labelledby': 'h-take' }, el('h3', { id: 'h-take' }, words.say('take-away')), el('p', { class: 'shows' }, words.say('take-lead')),
    el('div', { class: 'take' },
      page.file.data.attendees ? null : button('yaml-patch', () => download(`${base}-what-if.yaml`, patchYaml(page, view.world, view.history.now), 'application/yaml'), { file: page.file.name }),
      button('yaml-whole', () => download(`${base}-what-if-whole.yaml`, wholeYaml(page, view.world, view.history.now), 'application/yaml')),
      button('csv-all', () => download(`${base}-what-if.csv`, `\ufeff${all()}`, 'text/csv')),
      button('print', () => print()), button('copy', copy)), told,
    page.file.data.attendees ? el('p', { class: 'shows' }, words.say('merged', { count: page.merged })) : null);
}

/** Boundary, notices and sources, at the end. */
function aboutPage(view) {
  const { words, page } = view, { boundary } = page, name = (key) => words.of(page.sources[key] ?? [key, key]);
  const methods = Object.entries(boundary.methods).map(([key, value]) => (words.at ? value[1] : value[0]));
  const lines = [
    boundary.statement ? words.of(boundary.statement) : '',
    words.say('included', { sources: words.list(page.worlds[0].model.sources.map(name)) }),
    boundary.without.length ? words.say('without', { sources: words.list(boundary.without.map(name)) }) : '',
    boundary.excluded.length ? words.say('excluded', { what: words.list(boundary.excluded.map((one) => words.of(one))) }) : '',
    words.say('methods', { what: words.list(methods) }),
    words.say('assumed-lines', { assumed: boundary.assumed[0], lines: boundary.assumed[1], unranged: boundary.unranged[0], factors: boundary.unranged[1] }),
  ].filter(Boolean);
  const part = (key, ...children) => el('section', { class: 'box', 'aria-labelledby': `h-${key}` }, el('h2', { id: `h-${key}` }, words.say(key)), ...children);
  return el('div', { class: 'about-page' },
    part('boundary', ...lines.map((one) => el('p', {}, one))),
    page.notices.length ? part('notices', el('ul', {}, ...page.notices.map((one) => el('li', {}, words.of(one))))) : null,
    part('sources', el('ul', { class: 'cites' }, ...Object.entries(page.cites).map(([key, [publisher, title, year, url]]) => el('li', { id: `cite-${key}` },
      `${publisher} (${year}): ${title}. `, /^https?:\/\/[^\s"'<>`\\]+$/.test(url) ? el('a', { href: url, rel: 'noreferrer noopener' }, key) : key)))));
}
