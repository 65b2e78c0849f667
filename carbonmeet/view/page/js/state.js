// What the reader has moved: kept whole, so that it can be undone, sent as an address and written.

/**
 * @typedef {object} Moved
 * @property {number} world which prepared variant
 * @property {boolean} market whether electricity is accounted by market
 * @property {number} period what the head speaks of; below 0 for all
 * @property {Object<string, [number, string]>} moves value and mode by id of the number
 * @property {?number} area hectares @property {number} shift years @property {?number} horizon
 * @property {number} credits t CO2e
 */

/** Which compiled scenario a state is of: the other accounting of electricity may be one of its own. */
function worldFor(page, { world, market }) {
  const { market: own, twin } = page.worlds[world];
  return market === own || typeof twin === 'boolean' ? world : twin;
}

/** How a moved number varies: a plain number, its relative range kept, or known exactly. */
const PLAIN = '', KEPT = 'k', LOCKED = 'l';

/** @returns {Moved} nothing moved */
function untouched(page) {
  return {
    world: 0, market: page.worlds[0].market, period: page.kind === 'city' ? page.periods.length - 1 : -1,
    moves: {}, area: null, shift: 0, horizon: null, credits: 0,
  };
}

/** What a list of people comes to is moved to scale, and any range with it: the file can say no other. */
const modeFor = (page, id, mode) => (page.numbers[id][6][0] === 'list' ? (page.numbers[id][6][1][2] === 'people' ? KEPT : PLAIN) : mode);

/** A number moved with its range: to the same scale, of shares by their odds. */
function rescaled({ value, low, high, plain }, moved) {
  if (low === null || high === null || !(low < high)) return { value: moved, low: null, high: null };
  if (plain && low >= 0 && high <= 1) {
    if (!(moved > 0 && moved < 1 && value > 0 && value < 1)) return { value: moved, low: null, high: null };
    const ratio = (moved / (1 - moved)) / (value / (1 - value));
    const end = (share) => (share >= 1 ? 1 : (share * ratio) / (1 - share + share * ratio));
    return { value: moved, low: end(low), high: end(high) };
  }
  if (low < 0 || value <= 0) return { value: moved, low: low + moved - value, high: high + moved - value };
  return { value: moved, low: (low * moved) / value, high: (high * moved) / value };
}

/** What a move makes of a number. @param {[number, string]} move @returns {Setting} */
function settingOf(number, [value, mode]) {
  return mode === KEPT ? rescaled(number, value) : { value, low: null, high: null };
}

/**
 * All numbers that are others than in the file, by id: those moved, and shares that make room.
 * @returns {Map<string, Setting>}
 */
function settingsOf(world, moves) {
  const { numbers, wholes } = world.data.vector, found = new Map();
  numbers.forEach((one) => { if (moves[one.id]) found.set(one.id, settingOf(one, moves[one.id])); });
  for (const [id, others] of Object.entries(world.data.alongside)) {
    const lead = found.get(id), own = numbers[world.vector.rows.get(id)];
    if (lead) for (const one of others.map((other) => numbers[world.vector.rows.get(other)])) found.set(one.id, rescaled(one, (one.value * lead.value) / own.value));
  }
  for (const { parts, rest } of wholes) {
    if (rest) continue;
    const ids = parts.map((row) => numbers[row].id), set = ids.filter((id) => found.has(id));
    if (!set.length || set.length === ids.length) continue;
    const taken = set.reduce((sum, id) => sum + found.get(id).value, 0);
    const others = parts.map((row) => numbers[row]).filter((one) => !found.has(one.id));
    const left = others.reduce((sum, one) => sum + one.value, 0);
    for (const one of others) {
      const share = left > 0 ? (one.value * Math.max(1 - taken, 0)) / left : Math.max(1 - taken, 0) / others.length;
      found.set(one.id, { value: share, low: null, high: null });
    }
  }
  return found;
}

/** What the others of a whole must leave, where another number is the rest. */
const LEAST_REST = 0.001;

/** Without the dust of binary fractions. */
const tidy = (value) => Number(value.toPrecision(12));

/** The most that a share can be beside the others of its whole; 1 where it is of none. */
function roomFor(world, id, moves) {
  const { numbers, wholes } = world.data.vector, row = world.vector.rows.get(id);
  let most = Infinity;
  for (const { parts, rest } of wholes) {
    if (!parts.includes(row)) continue;
    const others = parts.filter((part) => part !== row).map((part) => numbers[part]);
    const counted = rest ? others : others.filter((one) => moves[one.id]);
    const taken = counted.reduce((sum, one) => sum + (moves[one.id]?.[0] ?? one.value), 0);
    most = Math.min(most, Math.max(tidy(1 - taken) - (rest ? LEAST_REST : 0), 0));
  }
  return most;
}

/** Moves with one more; a whole all of whose parts are moved lets the others follow again. */
function withMove(world, moves, id, move) {
  const next = { ...moves };
  if (move === null) delete next[id];
  else next[id] = move;
  if (move === null) return next;
  const { numbers, wholes } = world.data.vector, row = world.vector.rows.get(id);
  for (const { parts, rest } of wholes) {
    if (rest || !parts.includes(row)) continue;
    const ids = parts.map((part) => numbers[part].id);
    if (ids.every((one) => next[one])) ids.filter((one) => one !== id).forEach((one) => delete next[one]);
  }
  return next;
}

/** The longest horizon that is asked for, in years. */
const longest = (forest) => (forest ? Math.max(60, forest.horizon) : 60);

/** The state as the part of an address behind #; empty where nothing is moved. */
function toAddress(page, now) {
  const start = untouched(page), ids = Object.keys(page.numbers), parts = [];
  for (const [letter, name] of [['w', 'world'], ['p', 'period'], ['a', 'area'], ['y', 'shift'], ['h', 'horizon'], ['c', 'credits']]) {
    if (now[name] !== start[name]) parts.push(`${letter}=${now[name]}`);
  }
  if (now.market !== start.market) parts.push(`e=${now.market ? 'market' : 'location'}`);
  const moves = Object.entries(now.moves).map(([id, [value, mode]]) => `${ids.indexOf(id).toString(36)}:${value}${mode}`);
  if (moves.length) parts.push(`x=${moves.join(';')}`);
  return parts.join('&');
}

/** The state of an address; whatever is not understood is left out. @returns {Moved} */
function fromAddress(page, address) {
  const now = untouched(page), ids = Object.keys(page.numbers);
  const given = Object.fromEntries(address.replace(/^#/, '').split('&').map((part) => part.split(/=(.*)/s).slice(0, 2)));
  const number = (text, least, most) => {
    const value = Number(text);
    return text !== undefined && text !== '' && Number.isFinite(value) && value >= least && value <= most ? value : null;
  };
  const whole = (text, least, most) => {
    const value = number(text, least, most);
    return Number.isInteger(value) ? value : null;
  };
  now.world = whole(given.w, 0, page.choices - 1) ?? now.world;
  now.period = whole(given.p, -1, page.periods.length - 1) ?? now.period;
  now.area = number(given.a, 0, 1e9);
  now.shift = whole(given.y, -5, 15) ?? 0;
  now.horizon = whole(given.h, 1, longest(page.worlds[now.world].forest));
  now.credits = number(given.c, 0, 1e12) ?? 0;
  if (given.e && page.worlds[now.world].twin !== false) now.market = given.e === 'market';
  for (const part of (given.x ?? '').split(';')) {
    const [, index, text, mode] = /^([0-9a-z]+):(-?[0-9.e+-]+?)([kl]?)$/.exec(part) ?? [];
    const id = ids[parseInt(index, 36)], value = number(text, -1e15, 1e15);
    if (id !== undefined && value !== null && page.numbers[id][6] instanceof Array) now.moves[id] = [value, modeFor(page, id, mode || PLAIN)];
  }
  return now;
}

/** The states so far; a slider that is drawn along is one step. */
class History {
  constructor(start) {
    this.states = [start];
    this.at = 0;
    this.key = '';
  }

  get now() { return this.states[this.at]; }

  /** @param {string} key what is moved: the same again replaces the last step while it is drawn */
  push(state, key = '') {
    const same = key !== '' && key === this.key && this.at > 0;
    this.states = [...this.states.slice(0, this.at + (same ? 0 : 1)), state];
    this.at = this.states.length - 1;
    this.key = key;
  }

  /** The next move is a step of its own. */
  settle() { this.key = ''; }

  undo() { this.at = Math.max(0, this.at - 1); this.settle(); }

  redo() { this.at = Math.min(this.states.length - 1, this.at + 1); this.settle(); }
}
