// The page: one state, one answer, everything drawn from them.

/** Streams drawn between two breaths of the browser. */
const TOGETHER = 16;

/** Width of a figure on A4 where none has been shown. */
const PAPER = 640;

class Page {
  /** @param {object} data as view/page/contents.py writes it */
  constructor(data) {
    Object.assign(this, { page: data, table: data.words });
    this.worlds = data.worlds.map(() => null);
    this.history = new History(fromAddress(data, location.hash));
    this.lang = data.lang;
    this.plans = [];
    this.open(0);
    this.plan();
    this.build();
    this.refresh();
    this.draw(0);
    addEventListener('hashchange', () => this.readAddress());
    addEventListener('keydown', (event) => this.pressed(event));
    addEventListener('beforeprint', () => this.print());
    let width = innerWidth;
    addEventListener('resize', () => { if (innerWidth !== width) { width = innerWidth; this.later(() => this.resized()); } });
  }

  /** The keys that undo and redo, where no text is being written. */
  pressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches?.('input[type=number], input[type=search]')) return;
    const key = event.key.toLowerCase(), redo = key === 'y' || (key === 'z' && event.shiftKey);
    if (key !== 'z' && !redo) return;
    event.preventDefault();
    this.step(redo ? 'redo' : 'undo');
  }

  /** The world of a variant, made when it is first asked for. */
  open(at) {
    if (!this.worlds[at]) this.worlds[at] = new World(unpacked(this.page.worlds[at], this.page.worlds[0]), this.page.draws);
    return this.worlds[at];
  }

  get world() { return this.open(worldFor(this.page, this.history.now)); }

  /** What the file says, for every period: the marks that stay. Needs the first world unmoved. */
  plan() {
    const world = this.open(0), start = untouched(this.page);
    world.market = start.market;
    for (let period = -1; period < this.page.periods.length; period++) {
      const answer = world.answer(period, this.page.kind === 'city');
      answer.offset = world.offset(start, answer.total);
      this.plans[period + 1] = answer;
    }
  }

  /** Draw the streams piece by piece, then check and show ranges. */
  draw(at) {
    const world = this.open(at);
    const go = () => {
      const began = performance.now();
      let done = world.ready;
      while (!done && performance.now() - began < 30) done = world.draw(TOGETHER);
      if (!done) setTimeout(go, 0);
      else this.drawn(at);
    };
    if (!world.ready) setTimeout(go, 0);
  }

  drawn(at) {
    const world = this.open(at);
    if (at === 0) {
      const all = new Map(world.data.vector.numbers.map(({ value, low, high }, row) => [row, { value, low, high }]));
      for (const row of world.vector.follows) all.delete(row);
      world.set(all);
      this.plan();
      this.checked = selfCheck(this.page, this.plans[0]);
    }
    this.refresh();
    this.settleSoon();
    document.documentElement.dataset.ready = String(at);
  }

  // what moves it

  change(part, key = '') {
    this.history.push({ ...this.history.now, ...part }, key);
    if (!this.world.ready) this.draw(worldFor(this.page, this.history.now));
    this.refresh();
    this.settleSoon();
  }

  settle() { this.history.settle(); }

  /** @param {'undo'|'redo'} way */
  step(way) {
    this.history[way]();
    if (!this.world.ready) this.draw(worldFor(this.page, this.history.now));
    this.refresh();
    this.settleSoon();
  }

  /** A count is whole. */
  counted(id, value) {
    const unit = this.page.units[this.page.numbers[id][2]][0], { value: own } = this.number(id);
    return COUNTS.includes(unit) && Number.isInteger(own) ? Math.round(value) : value;
  }

  /** Move a number; back at the file's value it is as in the file. */
  move(id, value, how) {
    const { now } = this.history, number = this.number(id), room = roomFor(this.world, id, now.moves);
    const kept = this.counted(id, Math.min(value, room)), mode = modeFor(this.page, id, now.moves[id]?.[1] === KEPT ? KEPT : PLAIN);
    const move = kept === number.value && now.moves[id]?.[1] !== LOCKED ? null : [kept, now.moves[id]?.[1] === LOCKED ? LOCKED : mode];
    this.change({ moves: withMove(this.world, now.moves, id, move) }, how === 'drag' ? id : '');
  }

  mode(id, mode) {
    const { now } = this.history, value = this.valueOf(id);
    const move = mode !== LOCKED && value === this.number(id).value ? null : [value, mode];
    this.change({ moves: withMove(this.world, now.moves, id, move) });
  }

  /** Another programme; null is the file's. */
  preset(uptakes) {
    const moves = Object.fromEntries(Object.entries(this.history.now.moves).filter(([id]) => !id.startsWith('measures.')));
    if (uptakes) {
      for (const { id } of this.page.measures) {
        const name = `measures.${id}.uptake`, value = uptakes[id] ?? 0;
        if (value !== this.number(name).value) moves[name] = [value, PLAIN];
      }
    }
    this.change({ moves });
  }

  readAddress() {
    const now = fromAddress(this.page, location.hash);
    if (toAddress(this.page, now) !== toAddress(this.page, this.history.now)) this.change(now);
  }

  // what is asked of it

  number(id) {
    const row = this.world.vector.rows.get(id);
    if (row === undefined) return null;
    return { ...this.world.data.vector.numbers[row], unit: this.page.units[this.page.numbers[id][2]][0], divides: this.world.kernel.divisors.has(row) };
  }

  valueOf(id) {
    const row = this.world.vector.rows.get(id);
    return row === undefined ? 0 : this.world.vector.central[row];
  }

  isMoved(id) { return Boolean(this.history.now.moves[id]) || this.following?.has(id); }

  nameOf(id) {
    const [en, zh] = this.page.numbers[id];
    return this.words.at ? zh || en : en || zh;
  }

  // drawing

  /** Work out the state, and show it. */
  refresh() {
    const { now } = this.history, world = this.world, began = performance.now();
    const settings = settingsOf(world, now.moves), all = new Map();
    this.following = new Set([...settings.keys()].filter((id) => !now.moves[id]));
    world.data.vector.numbers.forEach(({ id, value, low, high }, row) => {
      if (!world.vector.follows.has(row)) all.set(row, settings.get(id) ?? { value, low, high });
    });
    world.market = now.market;
    world.set(all);
    this.answer = world.answer(now.period, this.page.kind === 'city');
    const whole = now.period < 0 || !world.forest ? this.answer : world.answer(-1);
    this.answer.offset = this.page.kind === 'city' ? null : world.offset(now, whole.total);
    this.answer.whole = whole;
    this.show();
    this.took = performance.now() - began;
  }

  show() {
    showHead(this);
    this.controls.show(this.answer);
    this.figures();
    showChanges(this);
    showStatus(this);
  }

  /** All figures, each as wide as there is room; the room is measured when it may have changed. */
  figures() {
    this.rooms ??= this.drawings.map((one) => one.room.clientWidth);
    const seen = this.rooms.filter(Boolean);
    if (seen.length) this.drawings.forEach((one, at) => one.draw(this.rooms[at] || Math.min(...seen)));
  }

  /** On paper they are seen on whichever side the page stands. */
  print() {
    this.drawings.forEach((one, at) => one.draw(this.rooms?.[at] || PAPER));
  }

  /** What may wait until nothing has moved for a moment: bands, tables, address, what is read out. */
  settleSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { answer } = this;
      if (answer.offset) answer.offsetDrawn = this.world.offsetDrawn(answer.offset, answer.whole.total);
      showHead(this);
      this.figures();
      for (const one of this.drawings) one.fill();
      const address = toAddress(this.page, this.history.now);
      history.replaceState(null, '', address ? `#${address}` : location.pathname + location.search);
      const { total } = answer;
      this.live.textContent = this.words.say('live', { residual: this.words.tonnes(total.after), saving: this.words.tonnes(total.saving) });
    }, 160);
  }

  later(what) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(what, 100);
  }

  resized() {
    this.rooms = undefined;
    this.figures();
  }

  switchLanguage() {
    this.lang = this.lang === 'zh' ? 'en' : 'zh';
    this.build();
    this.refresh();
    this.settleSoon();
    document.querySelector('#language').focus();
  }

  build() {
    this.words = new Words(this.table, this.lang);
    const { words, page } = this;
    document.documentElement.lang = words.lang === 'zh' ? 'zh-CN' : 'en';
    document.title = `${words.of(page.title)} – ${words.say('what-if')}`;
    this.controls = new Controls(this);
    this.live = el('p', { class: 'sr', 'aria-live': 'polite' });
    this.drawings = figuresOf(this);
    const columns = el('div', { class: 'columns' },
      el('section', { id: 'change', 'aria-labelledby': 'h-change' }, el('h2', { id: 'h-change' }, words.say('change')), ...this.controls.build().filter(Boolean)),
      el('section', { id: 'see', 'aria-labelledby': 'h-see', tabindex: -1 }, el('h2', { id: 'h-see' }, words.say('see')), changesBox(this), ...this.drawings.map((one) => one.node), takeAway(this)));
    this.tab = this.tab ?? 'change';
    document.body.replaceChildren(
      el('a', { class: 'skip', href: '#see', onclick: (event) => { event.preventDefault(); document.querySelector('#see').focus(); } }, words.say('skip')),
      headOf(this), el('main', {}, columns, aboutPage(this)),
      el('footer', {}, words.say('made-with', { version: page.version })), this.live,
    );
    this.rooms = undefined;
    this.turn(this.tab);
    const head = document.querySelector('header');
    const measured = () => document.documentElement.style.setProperty('--head', `${head.offsetHeight}px`);
    this.watch?.disconnect();
    this.watch = new ResizeObserver(measured);
    this.watch.observe(head);
    measured();
  }

  /** Show one of the two columns where there is room for one. @param {'change'|'see'} tab */
  turn(tab) {
    this.tab = tab;
    document.body.dataset.tab = tab;
    for (const one of document.querySelectorAll('.tabs button')) one.setAttribute('aria-pressed', String(one.value === tab));
    if (this.answer) this.resized();
  }
}

/** The letters of base 85 as Python has them, with / in place of what could begin markup. */
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;/=>?@^_`{|}~';

/** The bytes that five letters for four stand for. */
function bytesOf(text) {
  const out = new Uint8Array(4 * Math.ceil(text.length / 5)), view = new DataView(out.buffer);
  for (let at = 0; at < text.length; at += 5) {
    let sum = 0;
    for (const letter of text.slice(at, at + 5).padEnd(5, '~')) sum = 85 * sum + LETTERS.indexOf(letter);
    view.setUint32((4 * at) / 5, sum);
  }
  return out.subarray(0, Math.floor((text.length * 4) / 5));
}

/** What Python packed into the page. */
async function unpackedText(text) {
  const bytes = bytesOf(text);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).text();
}

unpackedText(document.querySelector('#data').textContent).then((text) => new Page(JSON.parse(text)));
