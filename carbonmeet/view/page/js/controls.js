// What can be moved: sliders with their box, their source, and how sure they are.

let serial = 0;

/** How many steps a key goes. */
const KEYS = {
  ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity,
};

/**
 * A slider with a box for the number.
 * @param {Words} words
 * @param {object} given label, least, most, step, percent, unit, tags, onmove, onmode, ranged, about
 */
class Slider {
  constructor(words, given) {
    Object.assign(this, given);
    this.words = words;
    this.times = given.percent ? 100 : 1;
    const id = `c${(serial += 1)}`;
    this.range = el('input', {
      type: 'range', id, min: this.least, max: this.most, step: 'any', 'aria-describedby': `${id}m`,
      oninput: () => this.moved(this.snapped(Number(this.range.value))), onchange: () => this.settled(), onkeydown: (event) => this.pressed(event), onkeyup: () => this.onsettle?.(),
    });
    this.box = el('input', {
      type: 'number', min: this.bound(this.floor ?? this.least), max: this.bound(this.ceiling ?? this.most), step: 'any', 'aria-label': this.label,
      onchange: () => this.typed(),
    });
    this.value = el('span', { class: 'tonnes' });
    this.bar = given.bar ? el('span', { class: 'bar', 'aria-hidden': 'true' }, el('span', {})) : null;
    this.meta = el('div', { class: 'meta', id: `${id}m` });
    this.modes = given.ranged ? el('select', { 'aria-label': words.say('mode', { name: this.label }), onchange: () => this.onmode(this.modes.value) },
      ...[PLAIN, KEPT, LOCKED].map((mode) => el('option', { value: mode }, words.say(`mode-${mode}`)))) : null;
    this.node = el('div', { class: 'control' },
      el('div', { class: 'name' }, el('label', { for: id }, this.label),
        ...(given.tags ?? []).map((tag) => el('span', { class: 'tag' }, tag)), this.value),
      this.bar,
      el('div', { class: 'move' }, el('span', { class: 'track' }, this.range),
        el('span', { class: 'field' }, this.box, el('span', { class: 'unit' }, given.percent ? '%' : given.unit ?? ''))),
      el('div', { class: 'more' }, this.meta, given.about ? details(words, this.label, given.about) : null, this.modes));
  }

  bound(value) { return Number.isFinite(value) ? tidy(value * this.times) : null; }

  /** A number as its box has it: in as many figures as there is room for. */
  inBox(value) {
    const full = tidy(value * this.times);
    return Math.abs(full) < 1e6 ? Number(full.toPrecision(6)) : full;
  }

  moved(value) {
    const kept = clip(value, this.least, this.most);
    if (kept === this.last.value) this.range.value = kept;
    else this.onmove(kept, 'drag');
  }

  /** What the hand let go of comes to rest where the number is. */
  settled() {
    this.range.value = this.last.value;
    this.onsettle?.();
  }

  /** The number of the file some steps on: the grid goes through it, so that it can be come back to. */
  onGrid(steps) {
    const from = this.last?.plan ?? this.least, value = steps ? tidy(from + steps * this.step) : from;
    return clip(value, this.least, this.most);
  }

  /** The number of the grid, or the end, that a place of the slider means. */
  snapped(place) {
    const found = this.onGrid(Math.round((place - (this.last?.plan ?? this.least)) / this.step));
    return [this.least, this.most].find((end) => Math.abs(place - end) < Math.abs(place - found)) ?? found;
  }

  /** Keys go by steps of the grid, whatever a browser makes of them. */
  pressed(event) {
    const steps = KEYS[event.key];
    if (steps === undefined || event.ctrlKey || event.metaKey || event.altKey || this.range.disabled) return;
    event.preventDefault();
    const at = ((this.last.value ?? this.least) - (this.last.plan ?? this.least)) / this.step, dust = 1e-9;
    const next = steps > 0 ? Math.floor(at + dust) + steps : Math.ceil(at - dust) + steps;
    this.moved(Math.abs(steps) === Infinity ? (steps > 0 ? this.most : this.least) : this.onGrid(next));
  }

  typed() {
    const given = Number(this.box.value) / this.times;
    if (this.box.value === '' || !Number.isFinite(given)) return this.show(this.last);
    const least = this.floor ?? this.least, most = this.ceiling ?? this.most;
    return this.onmove(Math.min(Math.max(given, least), most), 'type');
  }

  /** @param {object} now value, plan, meta, mode, disabled, tonnes, share */
  show(now) {
    const { last } = this;
    this.last = now;
    if (last && Object.keys(now).every((key) => last[key] === now[key]) && Number(this.range.value) === last.drawn) return;
    const { words, range, box } = this, value = now.value ?? 0;
    range.value = value;
    now.drawn = Number(range.value);
    if (document.activeElement !== box || Number(box.value) !== this.inBox(value)) box.value = this.inBox(value);
    range.setAttribute('aria-valuetext', this.percent ? words.percent(value, value * 100 % 1 ? 1 : 0) : `${words.figures(value)} ${this.unit ?? ''}`);
    if (now.plan !== undefined) {
      const share = (now.plan - this.least) / (this.most - this.least);
      range.parentElement.style.setProperty('--plan', clip(share, 0, 1));
    }
    range.disabled = box.disabled = Boolean(now.disabled);
    this.node.classList.toggle('idle', Boolean(now.disabled));
    this.node.classList.toggle('moved', Boolean(now.moved));
    if (this.bar) this.bar.firstChild.style.width = `${clip(100 * (now.share ?? 0), 0, 100)}%`;
    this.value.textContent = now.tonnes ?? '';
    if (this.meta.textContent !== now.meta) this.meta.textContent = now.meta ?? '';
    if (this.modes) this.modes.value = now.mode ?? (now.moved ? PLAIN : KEPT);
    if (this.modes) this.modes.options[0].disabled = !now.moved;
  }
}

/** What stands behind a control, filled in when it is opened. */
function details(words, name, lines) {
  const room = el('div', {}), node = el('details', { class: 'about' },
    el('summary', {}, el('span', { 'aria-hidden': 'true' }, words.say('about-short')), el('span', { class: 'sr' }, words.say('about', { name }))), room);
  node.addEventListener('toggle', () => { if (node.open) room.replaceChildren(...lines().filter(Boolean).map((one) => el('p', {}, one))); });
  return node;
}

const isNear = (one, other) => Math.abs(one - other) <= 1e-11 * Math.abs(other);

/** A step that a slider of this width deserves: one, two or five of some power of ten. */
function stepOf(width) {
  const raw = width / 200, power = 10 ** Math.floor(Math.log10(raw || 1));
  return tidy([1, 2, 5, 10].map((one) => one * power).find((one) => one >= raw) ?? power);
}

/** The most that a file may say: times a day, hours of a year. */
const MOST = { '1 / day': 24, h: 8784 };

/** Units of what is counted: a half of it makes no sense. */
const COUNTS = ['person', 'vehicle'];

/** From where to where the slider of a number goes. */
function reach({ value, low, high, plain, unit, divides }) {
  if (plain && value >= 0 && (high ?? value) <= 1) return { least: divides ? 0.01 : 0, most: 1, step: 0.01 };
  const most = Math.max(high ?? 0, 2 * value) || 1;
  if (divides) {
    const step = stepOf(most), least = Math.max(step, Math.floor(Math.min(low ?? value, value) / 2 / step) * step);
    return { least: tidy(least), most: tidy(Math.ceil(most / step) * step), step };
  }
  const least = Math.min(low ?? value, value < 0 ? 2 * value : 0);
  const step = COUNTS.includes(unit) ? Math.max(1, stepOf(most - least || 1)) : stepOf(most - least || 1);
  return { least: Math.floor(least / step) * step, most: Math.ceil(most / step) * step, step };
}

/** Everything that can be moved, in sections. */
class Controls {
  /** @param {object} view the page: words, data, state, and what moves it */
  constructor(view) {
    this.view = view;
    this.words = view.words;
    /** Every slider with what shows it. @type {{slider: Slider, show: (answer: object) => void}[]} */
    this.shown = [];
  }

  get page() { return this.view.page; }

  section(title, lead, open, ...children) {
    const body = children.filter(Boolean);
    if (!body.length) return null;
    return el('details', { class: 'section', open: open || null }, el('summary', {}, el('h3', {}, title)), lead ? el('p', { class: 'lead' }, lead) : null, ...body);
  }

  build() {
    const { words, page } = this;
    return [
      this.variants(), this.programme(),
      this.section(words.say('people'), words.say('people-lead'), true, ...this.people()),
      this.section(words.say('phase-in'), words.say('phase-in-lead'), true, ...this.within('phase_in')),
      this.cabins(), this.electricity(), this.forest(),
      this.section(words.say('matter'), words.say('matter-lead'), true, ...page.matter.map((id) => this.number(id))),
      this.search(),
    ];
  }

  variants() {
    const { words, page, view } = this;
    if (page.choices < 2) return null;
    const choices = page.worlds.slice(0, page.choices);
    this.worlds = choices.map((one, i) => el('input', { type: 'radio', name: 'world', value: i, onchange: () => view.change({ world: i, market: page.worlds[i].market }) }));
    return this.section(words.say('variant'), '', true, el('fieldset', {}, el('legend', { class: 'sr' }, words.say('variant')),
      ...choices.map((one, i) => el('label', { class: 'choice' }, this.worlds[i], words.of(one.name)))));
  }

  electricity() {
    const { words, view } = this;
    this.accounts = ['location', 'market'].map((one) => el('input', { type: 'radio', name: 'electricity', value: one, onchange: () => view.change({ market: one === 'market' }) }));
    return this.section(words.say('electricity'), '', true, el('fieldset', {}, el('legend', { class: 'sr' }, words.say('electricity')),
      ...['location', 'market'].map((one, i) => el('label', { class: 'choice' }, this.accounts[i], words.say(one)))));
  }

  programme() {
    const { words, page, view } = this;
    const presets = [{ name: [words.table['preset-file'][0], words.table['preset-file'][1]], uptakes: null }, ...page.presets];
    const buttons = presets.map((one) => el('button', { type: 'button', onclick: () => view.preset(one.uptakes) }, words.of(one.name)));
    this.order = el('select', { onchange: () => this.sort() }, el('option', { value: 'area' }, words.say('by-area')), el('option', { value: 'tonnes' }, words.say('by-tonnes')));
    this.rows = page.measures.map((one, i) => ({ measure: one, i, slider: this.measure(one, i) }));
    this.list = el('div', { class: 'measures' });
    this.sort();
    return this.section(words.say('programme'), words.say('programme-lead'), true,
      el('div', { class: 'presets', role: 'group', 'aria-label': words.say('presets') }, el('span', {}, words.say('presets')), ...buttons),
      el('label', { class: 'choice' }, words.say('sort'), ' ', this.order), this.list);
  }

  sort() {
    const { words, page } = this, saved = this.view.answer?.attribution.shapley;
    if (this.order.value === 'tonnes' && saved) {
      const order = [...this.rows].sort((a, b) => saved[b.i] - saved[a.i]);
      this.list.replaceChildren(...order.map((one) => one.slider.node));
      return;
    }
    const areas = Object.keys(page.areas);
    this.list.replaceChildren(...areas.flatMap((area) => {
      const own = this.rows.filter((one) => one.measure.area === area);
      return own.length ? [el('h4', { class: `area area-${area}` }, words.of(page.areas[area])), ...own.map((one) => one.slider.node)] : [];
    }));
  }

  measure(one, at, label = null) {
    const { words, view, page } = this, id = `measures.${one.id}.uptake`;
    const slider = new Slider(words, {
      label: label ?? `${one.id} ${words.of(one.name)}`, least: 0, most: 1, step: 0.01, percent: true, bar: !label,
      onmove: (value, how) => view.move(id, value, how), onsettle: () => view.settle(),
      tags: this.isAssumed(id) ? [words.say('assumed')] : [],
      about: () => [...this.aboutNumber(id), words.list(one.from.slice(words.at, words.at + 1)), ...this.cited(one.cites), one.note],
    });
    const show = (answer) => {
      const number = view.number(id), market = view.history.now.market, idle = one.why ? words.of(one.why) : one.market && !market ? words.say('why-market') : null;
      const saved = answer.attribution.shapley[at], most = Math.max(...answer.attribution.shapley, 1e-9);
      const apart = one.apart && !view.history.now.moves[id] ? words.say('why-apart') : '';
      // what finds nothing to act on is no number of the model, and stands as the file says
      const [value, plan] = one.why ? [one.planned, one.planned] : [view.valueOf(id), number.value];
      const told = (idle ?? apart).replace(/[.。]$/, '');
      slider.show({
        value, plan, disabled: Boolean(idle), moved: view.isMoved(id),
        meta: [told, words.say('in-file', { value: words.percent(one.planned, 0) })].filter(Boolean).join(' · '),
        tonnes: idle || label || !answer.uptake[at] ? '' : words.tonnes(saved, Math.max(Math.abs(saved), 1)), share: saved / most,
      });
    };
    this.shown.push({ slider, show });
    return slider;
  }

  /** The numbers of one section of the file that may be moved. */
  within(section) {
    const { page } = this, way = (id) => page.numbers[id][6];
    return Object.keys(page.numbers).filter((id) => way(id) instanceof Array && way(id)[1][0] === section).map((id) => this.number(id));
  }

  people() {
    const { page, view, words } = this, found = [];
    for (const id of Object.keys(page.numbers)) {
      const way = page.numbers[id][6], place = way instanceof Array && way[0] === 'place' ? way[1] : null;
      if (way[0] === 'list') found.push(this.number(id));
      if (!place) continue;
      const last = place[place.length - 1];
      if (place[0] === 'groups' && place.length === 3 && ['people', 'nights', 'days'].includes(last)) found.push(this.number(id));
      if (place[0] === 'online' && last === 'people') found.push(this.number(id));
    }
    const online = page.measures.findIndex((one) => one.id === 'T6' && !one.why);
    if (online >= 0) found.push(this.measure(page.measures[online], online, words.say('online-share', { name: `T6 ${words.of(page.measures[online].name)}` })).node);
    if (page.file.data.attendees) found.unshift(el('p', { class: 'lead' }, words.say('list-lead')));
    return view.page.kind === 'city' ? [] : found;
  }

  cabins() {
    const { page, words } = this, ids = Object.keys(page.numbers);
    const found = page.cabins.map(([place, rest]) => {
      const id = ids.find((one) => page.numbers[one][6] instanceof Array && same(page.numbers[one][6][1], place));
      if (id) return this.number(id);
      if (!rest) return null;
      const [section, at, ...inner] = place, name = `${page.file.names[section][at]}: ${inner.join('.')}`;
      return el('p', { class: 'lead' }, `${name}: ${words.say('why-follows')}`);
    });
    return this.section(words.say('cabins'), words.say('cabins-lead'), false, ...found);
  }

  forest() {
    const { words, view, page } = this, forest = view.world.forest;
    if (!forest) return this.section(words.say('forest'), words.say('no-forest'), false, el('span', {}));
    const { data } = forest, many = data.parcels.length > 1 || Array.isArray(page.file.data.offset?.parcels);
    const area = data.area_ha * MU_PER_HA, plan = view.plans[0]?.offset;
    const wide = Math.max(area, (Number.isFinite(plan?.needed) ? plan.needed : 0) * MU_PER_HA, 15) * 2, step = stepOf(wide);
    const extra = (given, read) => {
      const slider = new Slider(words, { onsettle: () => view.settle(), ...given });
      this.shown.push({ slider, show: (answer) => slider.show(read(answer)) });
      return slider.node;
    };
    const now = () => view.history.now, planned = () => tidy((view.plans[0]?.offset?.area ?? 0) * MU_PER_HA);
    const none = !data.parcels.length;
    return this.section(words.say(none ? 'offset' : 'forest'), none ? '' : words.say('forest-lead'), true,
      none ? null : many ? el('p', { class: 'lead' }, words.say('parcels')) : extra({
        label: words.say('planted-area'), least: 0, most: Math.ceil(wide / step) * step, step, floor: 0.01, ceiling: 1e9, unit: words.lang === 'zh' ? '亩' : 'mu',
        onmove: (value, how) => view.change({ area: isNear(value, planned()) ? null : Math.max(value, 0.01) / MU_PER_HA }, how === 'drag' ? 'area' : ''),
      }, (answer) => ({
        value: tidy((answer.offset?.area ?? 0) * MU_PER_HA), plan: planned(), moved: now().area !== null,
        meta: words.area(answer.offset?.area ?? 0),
      })),
      many || none ? null : extra({
        label: words.say('planted'), least: data.planted - 5, most: data.planted + 15, step: 1, unit: '',
        onmove: (value, how) => view.change({ shift: Math.round(value) - data.planted }, how === 'drag' ? 'shift' : ''),
      }, () => ({ value: data.planted + now().shift, plan: data.planted, moved: now().shift !== 0, meta: words.say('in-file', { value: data.planted }) })),
      none ? null : extra({
        label: words.say('horizon'), least: 1, most: longest(data), step: 1, unit: words.say('years-unit'),
        onmove: (value, how) => view.change({ horizon: Math.round(value) === data.horizon ? null : Math.round(value) }, how === 'drag' ? 'horizon' : ''),
      }, () => ({
        value: now().horizon ?? data.horizon, plan: data.horizon, moved: now().horizon !== null,
        meta: words.say('in-file', { value: data.horizon }),
      })),
      extra({
        label: words.say('credits'), least: 0, most: Math.ceil((view.plans[0]?.total.after ?? 1000) / 100) * 100, step: stepOf(view.plans[0]?.total.after ?? 1000), ceiling: 1e12, unit: 't CO₂e',
        onmove: (value, how) => view.change({ credits: value }, how === 'drag' ? 'credits' : ''),
      }, () => ({ value: now().credits, plan: 0, moved: now().credits !== 0, meta: words.say('in-file', { value: words.tonnes(data.credits, 1000) }) })));
  }

  search() {
    const { page, words } = this, ids = Object.keys(page.numbers).filter((id) => !id.startsWith('measures.'));
    const room = el('div', {}), told = el('p', { class: 'lead', role: 'status' }), count = ids.length;
    const entry = el('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', 'aria-label': words.say('search', { count }), placeholder: words.say('search', { count }) });
    const own = new Set();
    entry.addEventListener('input', () => {
      this.shown = this.shown.filter((one) => !own.has(one.slider));
      own.clear();
      const asked = entry.value.trim().toLowerCase().split(/\s+/).filter(Boolean), before = this.shown.length;
      const found = asked.length ? ids.filter((id) => asked.every((one) => this.haystack(id).includes(one))) : [];
      room.replaceChildren(...found.slice(0, 20).map((id) => this.number(id)));
      this.shown.slice(before).forEach((one) => { own.add(one.slider); one.show(this.view.answer); });
      told.textContent = asked.length ? words.say('found', { count: found.length, shown: Math.min(found.length, 20) }) : '';
    });
    return this.section(words.say('others'), '', false, entry, told, room);
  }

  haystack(id) {
    const [en, zh, unit, , reference] = this.page.numbers[id];
    return `${id} ${en} ${zh || ''} ${this.page.units[unit].join(' ')} ${this.page.references[reference]}`.toLowerCase();
  }

  isAssumed(id) { return this.page.bases[this.page.numbers[id][3]][2] === 'assumed'; }

  /** A number of the scenario as a slider, or why it is not moved. */
  number(id) {
    const { words, view, page } = this, way = page.numbers[id][6], label = view.nameOf(id), number = view.number(id);
    if (!number) return null;
    const unit = words.at ? page.units[page.numbers[id][2]][2] : page.units[page.numbers[id][2]][1];
    if (!(way instanceof Array)) {
      return el('div', { class: 'control idle' }, el('div', { class: 'name' }, el('span', {}, label), el('span', { class: 'tonnes' }, `${words.figures(number.value)} ${unit}`)),
        el('div', { class: 'meta' }, words.say(`why-${way}`)), details(words, label, () => this.aboutNumber(id)));
    }
    const given = this.reach(id), percent = number.plain && given.most === 1 && number.value <= 1;
    const slider = new Slider(words, {
      ...given, label, percent, unit, floor: given.least, ceiling: percent ? 1 : MOST[way[3]] ?? MOST[number.unit] ?? 1e9, ranged: number.low !== null && number.low < number.high && !way[2] && way[0] !== 'list',
      tags: this.isAssumed(id) ? [words.say('assumed')] : [],
      onmove: (value, how) => view.move(id, value, how), onsettle: () => view.settle(),
      onmode: (mode) => view.mode(id, mode), about: () => this.aboutNumber(id),
    });
    const show = () => {
      const own = view.number(id);
      if (!own) return;
      const told = percent ? words.percent(own.value, own.value * 100 % 1 ? 1 : 0) : `${words.figures(own.value)} ${unit}`.trim();
      slider.show({ value: view.valueOf(id), plan: own.value, moved: view.isMoved(id), mode: view.history.now.moves[id]?.[1], meta: words.say('in-file', { value: told }) });
    };
    this.shown.push({ slider, show });
    return slider.node;
  }

  /** From where to where a number goes; nobody stays for less than a day. */
  reach(id) {
    const given = reach(this.view.number(id)), way = this.page.numbers[id][6], last = way instanceof Array ? way[1][way[0] === 'list' ? 2 : way[1].length - 1] : '';
    return ['nights', 'days'].includes(last) && given.most > 1 ? { ...given, least: Math.max(given.least, Math.min(1, this.view.number(id).value)) } : given;
  }

  /** What is known of a number: value, range, basis, source, note. */
  aboutNumber(id) {
    const { words, page, view } = this, [, , unit, basis, reference, note] = page.numbers[id], one = view.number(id);
    const units = words.at ? page.units[unit][2] : page.units[unit][1], say = (value) => `${words.figures(value)} ${units}`.trim();
    const keys = page.references[reference].split(' ').filter(Boolean);
    return [
      one.low === null ? words.say('value-only', { value: say(one.value) }) : words.say('value-range', { value: say(one.value), low: say(one.low), high: say(one.high) }),
      words.say('basis', { basis: words.of(page.bases[basis]) }),
      ...(keys.length ? this.cited(keys) : [words.say('no-source')]),
      note instanceof Array ? words.of(note) : note, id,
    ];
  }

  cited(keys) {
    return keys.map((key) => {
      const known = this.page.cites[key];
      return this.words.say('source', { source: known ? `${known[0]} (${known[2]}): ${known[1]}` : key });
    });
  }

  show(answer) {
    for (const one of this.shown) one.show(answer);
    const { now } = this.view.history;
    this.worlds?.forEach((one, i) => { one.checked = now.world === i; });
    this.accounts.forEach((one) => {
      one.checked = (one.value === 'market') === now.market;
      one.disabled = !one.checked && this.page.worlds[now.world].twin === false;
    });
  }
}
