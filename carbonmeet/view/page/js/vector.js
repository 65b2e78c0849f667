// All numbers in rows, central and drawn: what varies, what follows, shares that are 1 together.

/** @typedef {{value: number, low: ?number, high: ?number}} Setting a number as it is just now */

/** Numbers in rows of `width` columns each, row-major; the rows of the file's order. */
class Vector {
  /**
   * @param {object} data numbers, wholes and sums, as `Vector.to_dict` writes them
   * @param {object} plan keys, ids and distributions of what is drawn
   */
  constructor(data, plan, width) {
    Object.assign(this, { numbers: data.numbers, wholes: data.wholes, sums: data.sums, plan, width });
    this.rows = new Map(data.numbers.map((one, row) => [one.id, row]));
    const count = data.numbers.length;
    /** @type {Setting[]} */
    this.now = data.numbers.map(({ value, low, high }) => ({ value, low, high }));
    this.follows = new Set(data.sums.map((one) => one.row));
    this.central = new Float64Array(count);
    this.raw = new Float64Array(count * width);
    this.drawn = new Float64Array(count * width);
    this.normals = new Map();
    data.numbers.forEach((one, row) => { this.central[row] = one.value; });
    for (let row = 0; row < count; row++) this.fill(row);
    this.usedBy = this.dependants();
  }

  /** For each row the wholes and sums that must be worked out again with it. */
  dependants() {
    const found = this.numbers.map(() => ({ wholes: [], sums: [] }));
    this.wholes.forEach((one, i) => one.parts.forEach((row) => found[row].wholes.push(i)));
    this.sums.forEach((one, i) => one.rows.forEach((row) => found[row].sums.push(i)));
    return found;
  }

  /** How many streams there are to be drawn. */
  get streams() { return this.plan.ids.length; }

  /** Draw the normals of some streams. */
  draw(from, to) {
    for (let i = from; i < Math.min(to, this.streams); i++) {
      const out = new Float64Array(this.width);
      normals(this.plan.keys[i], out, 0, this.width, this.plan.block);
      this.normals.set(this.rows.get(this.plan.ids[i]), out);
    }
    if (to < this.streams) return;
    const of = (row) => this.normals.get(this.rows.get(this.plan.ids[row]));
    for (const [row, parts] of this.plan.mixes) {
      const own = of(row), mixed = new Float64Array(this.width);
      for (const [other, weight] of parts) {
        const led = of(other);
        for (let k = 0; k < this.width; k++) mixed[k] += weight * led[k];
      }
      own.set(mixed);
    }
    for (let row = 0; row < this.numbers.length; row++) this.fill(row);
    this.completeDrawn(null);
  }

  /** How a row varies as it is set just now. */
  distribution(row) {
    const { id, value, low, high, plain, even } = this.numbers[row], now = this.now[row];
    const written = this.plan.distributions[id];
    if (written && now.value === value && now.low === low && now.high === high) return written;
    return distributionOf({ ...now, plain, even });
  }

  /** The normals of a row. A moved factor is a row of the file's own, and drawn under its name. */
  stream(row) {
    const { id, value } = this.numbers[row], own = this.plan.own?.[id];
    if (!own || this.now[row].value === value || !this.normals.has(row)) return this.normals.get(row);
    if (!this.normals.has(id)) {
      const out = new Float64Array(this.width);
      normals(own, out, 0, this.width, this.plan.block);
      this.normals.set(id, out);
    }
    return this.normals.get(id);
  }

  /** The draws of a row by itself. */
  fill(row) {
    const z = this.stream(row), one = z && this.distribution(row);
    const from = row * this.width;
    if (!one) this.raw.fill(this.now[row].value, from, from + this.width);
    else for (let k = 0; k < this.width; k++) this.raw[from + k] = valueAt(one, z[k]);
    this.drawn.set(this.raw.subarray(from, from + this.width), from);
  }

  /**
   * Set some rows. @param {Map<number, Setting>} settings
   * @returns {Set<number>} all rows that are others than before
   */
  set(settings) {
    const changed = new Set();
    for (const [row, one] of settings) {
      const now = this.now[row];
      if (now.value === one.value && now.low === one.low && now.high === one.high) continue;
      this.now[row] = { ...one };
      this.central[row] = one.value;
      this.fill(row);
      changed.add(row);
    }
    if (changed.size) {
      this.completeCentral();
      this.completeDrawn(changed);
    }
    return changed;
  }

  /** What a sum comes to in a column, before its limits. */
  sum(one, values, width, k) {
    let total = 0;
    one.rows.forEach((row, i) => { total += one.coefficients[i] * values[row * width + k]; });
    return (one.constant + total) * (values[one.times * width + k] ?? 1);
  }

  completeCentral() {
    for (const one of this.sums) this.central[one.row] = this.sum(one, this.central, 1, 0);
  }

  within({ least, most, floor }, total, central) {
    const kept = Math.max(least ?? -Infinity, floor == null ? -Infinity : floor * central);
    return clip(total, kept, most ?? Infinity);
  }

  /** Wholes and sums in every draw; only those that changed rows touch. */
  completeDrawn(changed) {
    const all = changed === null, wholes = new Set(), width = this.width;
    if (!all) for (const row of changed) this.usedBy[row].wholes.forEach((i) => wholes.add(i));
    this.wholes.forEach((one, i) => {
      if (!all && !wholes.has(i)) return;
      for (const row of one.parts) {
        this.drawn.set(this.raw.subarray(row * width, (row + 1) * width), row * width);
        changed?.add(row);
      }
      this.completeWhole(one);
    });
    for (const one of this.sums) {
      if (!all && !one.rows.some((row) => changed.has(row))) continue;
      this.completeSum(one);
      changed?.add(one.row);
    }
  }

  completeWhole({ parts, rest }) {
    const { drawn, width } = this;
    for (let k = 0; k < width; k++) {
      let total = 0;
      for (const row of parts) total += drawn[row * width + k];
      if (rest && total <= 1) continue;
      for (const row of parts) drawn[row * width + k] /= total;
    }
  }

  completeSum(one) {
    const { drawn, width } = this, central = this.central[one.row];
    for (let k = 0; k < width; k++) {
      drawn[one.row * width + k] = this.within(one, this.sum(one, drawn, width, k), central);
    }
  }
}
