// The only arithmetic of emissions, as kernel/kernel.py has it: amount x chain x weight.
// Arrays are row-major, [row * width + column]; a width of 1 is the centre.

/** Products of inputs: prices and coefficients, and which of them an input enters. */
class Products {
  constructor({ links, scale }) {
    Object.assign(this, { links, scale, count: links.length });
  }

  /** Product `i` in every column, into `out` from `at` on. */
  one(i, x, width, out, at) {
    const scale = this.scale[i];
    for (let k = 0; k < width; k++) out[at + k] = 1;
    for (const link of this.links[i]) {
      if (link >= 0) {
        const from = link * width;
        for (let k = 0; k < width; k++) out[at + k] *= x[from + k];
      } else {
        const from = (-1 - link) * width;
        for (let k = 0; k < width; k++) out[at + k] *= 1 / x[from + k];
      }
    }
    if (scale !== 1) for (let k = 0; k < width; k++) out[at + k] *= scale;
  }

  /** All products anew, or those that some rows enter; returns which. */
  evaluate(x, width, out, changed) {
    const found = [];
    for (let i = 0; i < this.count; i++) {
      if (changed && !this.links[i].some((link) => changed.has(link >= 0 ? link : -1 - link))) continue;
      this.one(i, x, width, out, i * width);
      found.push(i);
    }
    return found;
  }
}

/** Steps that touch some rows of weights, renumbered to these. */
class Part {
  /** @param {object} model @param {number[]} rows */
  constructor(model, rows) {
    this.rows = rows;
    this.count = rows.length;
    const place = new Map(rows.map((row, i) => [row, i]));
    const put = (listed) => listed.filter((row) => place.has(row)).map((row) => place.get(row));
    this.asleep = put(model.asleep);
    this.steps = [];
    for (const step of model.steps) {
      if (step.do === 'shift') {
        const kept = step.parents.map((row) => place.has(row));
        if (!kept.includes(true)) continue;
        const only = (listed) => listed.filter((_, i) => kept[i]).map((row) => place.get(row));
        const moves = step.moves.map((one) => ({ ...one, children: one.children.map(only) }));
        this.steps.push({ ...step, parents: only(step.parents), moves });
      } else if (put(step.rows).length) {
        this.steps.push({ ...step, rows: put(step.rows) });
      }
    }
  }
}

/** Numbers that serve every column (stride 0) or one column each (stride 1). */
const strided = (values, width) => ({ values, stride: width > 1 ? 1 : 0, span: width });

class Kernel {
  /** @param {object} model as view/page/pack.py packs `Model.to_dict` */
  constructor(model) {
    this.model = model;
    this.count = model.measures.length;
    this.amounts = new Products(model.amounts);
    this.chains = new Products(model.chains);
    this.coefficients = new Products(model.coefficients);
    this.cells = this.group(model.lines);
    /** Rows that something is divided by: they never reach 0. */
    this.divisors = new Set([model.amounts, model.chains, model.coefficients].flatMap(({ links }) => links.flat()).filter((link) => link < 0).map((link) => -1 - link));
    this.whole = new Part(model, Array.from({ length: model.rows }, (_, i) => i));
    /** Weights under no measure: what only a measure brings about weighs nothing. */
    this.idle = this.weigh(
      this.whole, strided(new Float64Array(this.count), 1),
      strided(new Float64Array(this.coefficients.count), 1), 1,
    );
    this.families = model.families.map(({ members, rows }) => ({ members, part: new Part(model, rows) }));
  }

  /** Lines of one row of weights, source and period are always together: a cell. */
  group({ row, source, period, amount, chain }) {
    const found = new Map();
    row.forEach((_, i) => {
      const key = `${row[i]} ${source[i]} ${period[i]}`;
      if (!found.has(key)) found.set(key, { row: row[i], source: source[i], period: period[i], lines: [] });
      found.get(key).lines.push([amount[i], chain[i]]);
    });
    return [...found.values()];
  }

  /** Room for what inputs decide, at the centre or in the draws. */
  prices(width) {
    return {
      width,
      amount: new Float64Array(this.amounts.count * width),
      chain: new Float64Array(this.chains.count * width),
      coefficient: new Float64Array(this.coefficients.count * width),
      cell: new Float64Array(this.cells.length * width),
    };
  }

  /** Price all cells, or those that changed rows of the inputs touch. @param {?Set<number>} changed */
  price(priced, x, changed = null) {
    const { width } = priced;
    const amounts = new Set(this.amounts.evaluate(x, width, priced.amount, changed));
    const chains = new Set(this.chains.evaluate(x, width, priced.chain, changed));
    for (const i of this.coefficients.evaluate(x, width, priced.coefficient, changed)) {
      const from = i * width;
      for (let k = from; k < from + width; k++) {
        if (priced.coefficient[k] > 1) priced.coefficient[k] = 1; // a saving above the whole
      }
    }
    this.cells.forEach(({ lines }, i) => {
      if (!lines.some(([a, c]) => amounts.has(a) || chains.has(c))) return;
      const at = i * width;
      priced.cell.fill(0, at, at + width);
      for (const [a, c] of lines) {
        const p = a * width, q = c * width;
        for (let k = 0; k < width; k++) priced.cell[at + k] += priced.amount[p + k] * priced.chain[q + k];
      }
    });
  }

  /** What the cells of each row of weights come to in full; `period` below 0 is all. */
  byRow(priced, period = -1) {
    const { width } = priced, out = new Float64Array(this.model.rows * width);
    this.cells.forEach((one, i) => {
      if (period >= 0 && one.period !== period) return;
      const from = i * width, at = one.row * width;
      for (let k = 0; k < width; k++) out[at + k] += priced.cell[from + k];
    });
    return out;
  }

  /** Uptakes after the enablers, a set for every setting. */
  lifted(uptake, coefficient, width) {
    const { lifts, settings } = this.model, rows = settings * this.count;
    const out = new Float64Array(rows * width).fill(1);
    const { values: u, stride: s, span: n } = uptake, { values: c, stride: t, span: m } = coefficient;
    for (const { enabler, gain, lifted } of lifts) {
      for (const row of lifted) {
        for (let k = 0; k < width; k++) {
          out[row * width + k] *= 1 + u[enabler * n + s * k] * c[gain * m + t * k];
        }
      }
    }
    for (let row = 0; row < rows; row++) {
      const own = (row % this.count) * n;
      for (let k = 0, at = row * width; k < width; k++, at++) out[at] = Math.min(out[at] * u[own + s * k], 1);
    }
    return out;
  }

  /** What a programme leaves of the rows of a part: the one way there, enablers included. */
  weigh(part, uptake, coefficient, width) {
    const lifted = this.lifted(uptake, coefficient, width);
    const weight = new Float64Array(part.count * width).fill(1);
    for (const row of part.asleep) weight.fill(0, row * width, (row + 1) * width);
    const taken = new Float64Array(width);
    for (const step of part.steps) {
      if (step.do === 'shift') {
        this.shift(step, weight, lifted, coefficient, width);
        continue;
      }
      if (step.do === 'cap') {
        this.cap(step, weight, lifted, coefficient, width);
        continue;
      }
      const { values: c, stride, span } = coefficient;
      const from = step.uptake * width, wakes = step.do === 'wake';
      for (let k = 0; k < width; k++) {
        const share = c[step.coefficient * span + stride * k];
        taken[k] = wakes ? lifted[from + k] * Math.max(share, 0) : 1 - lifted[from + k] * share;
      }
      for (const row of step.rows) {
        for (let k = 0, at = row * width; k < width; k++, at++) {
          weight[at] = wakes ? taken[k] : weight[at] * taken[k];
        }
      }
    }
    return weight;
  }

  /** Measures that together save no more than a share `most`. */
  cap({ parts, most, rows }, weight, lifted, { values: c, stride, span }, width) {
    const left = new Float64Array(width).fill(1);
    for (const [uptake, saving] of parts) {
      for (let k = 0; k < width; k++) left[k] *= 1 - lifted[uptake * width + k] * c[saving * span + stride * k];
    }
    for (let k = 0; k < width; k++) {
      const floor = 1 - Math.min(Math.max(c[most * span + stride * k], 0), 1);
      left[k] = Math.max(left[k], floor);
    }
    for (const row of rows) for (let k = 0, at = row * width; k < width; k++, at++) weight[at] *= left[k];
  }

  /** Shares of parents move to children; of one pool never more than the whole. */
  shift({ parents, moves }, weight, lifted, { values: c, stride, span }, width) {
    const demand = new Float64Array(width);
    const asked = moves.map((one) => {
      const share = new Float64Array(width);
      for (let k = 0; k < width; k++) {
        const part = Math.max(c[one.coefficient * span + stride * k], 0);
        share[k] = lifted[one.uptake * width + k] * part;
        demand[k] += share[k];
      }
      return share;
    });
    moves.forEach((one, i) => {
      for (const children of one.children) {
        children.forEach((row, p) => {
          const from = parents[p] * width, at = row * width;
          for (let k = 0; k < width; k++) {
            weight[at + k] = weight[from + k] * (asked[i][k] * (1 / Math.max(demand[k], 1)));
          }
        });
      }
    });
    for (const row of parents) {
      for (let k = 0, at = row * width; k < width; k++, at++) weight[at] *= Math.max(1 - demand[k], 0);
    }
  }

  /**
   * Emissions before and after a programme by cell, kg CO2e.
   * @returns {{before: Float64Array, after: Float64Array}} both of cells x width
   */
  ledger(priced, uptake) {
    const { width } = priced, coefficient = strided(priced.coefficient, width);
    const weight = this.weigh(this.whole, strided(uptake, width), coefficient, width);
    const before = new Float64Array(priced.cell.length), after = new Float64Array(priced.cell.length);
    this.cells.forEach(({ row }, i) => {
      const idle = this.idle[row];
      for (let k = 0, at = i * width, w = row * width; k < width; k++, at++, w++) {
        before[at] = priced.cell[at] * idle;
        after[at] = priced.cell[at] * weight[w];
      }
    });
    return { before, after };
  }

  /** Sum the cells that `keep` names, in every column. */
  sum(kg, width, keep) {
    const out = new Float64Array(width);
    this.cells.forEach((one, i) => {
      if (!keep(one)) return;
      for (let k = 0, at = i * width; k < width; k++, at++) out[k] += kg[at];
    });
    return out;
  }
}
