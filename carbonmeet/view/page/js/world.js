// One scenario, moved: numbers in, totals and ranges out. The page asks nothing else for numbers.

const KG_PER_T = 1000;
const MU_PER_HA = 15;
/** As `LEAST` of `carbonmeet.pricing.metered`. */
const LEAST_LEFT = 0.2;

/** So many years of what is owed are shown, and the year of balance where it lies among them. */
const SHOWN = 100;

/**
 * @typedef {object} Programme
 * @property {boolean} market whether measures count that only market-based accounting knows
 * @property {?number} area planted hectares; null as in the file
 * @property {number} shift years by which the planting is later
 * @property {?number} horizon years from the event or an earlier planting; null as in the file
 * @property {number} credits further credits, t CO2e
 */

class World {
  /** @param {object} data packed by view/page/pack.py @param {number} width how many draws */
  constructor(data, width) {
    Object.assign(this, { data, width, model: data.model });
    this.vector = new Vector(data.vector, data.plan, width);
    this.kernel = new Kernel(data.model);
    this.inputs = data.model.inputs;
    this.centre = this.kernel.prices(1);
    this.draws = this.kernel.prices(width);
    this.forest = data.forest ? new Forest(data.forest, this.vector) : null;
    this.market = data.market;
    this.kernel.price(this.centre, this.vector.central);
    this.undo();
    this.ready = false;
    this.done = 0;
  }

  /** Draw some more streams; true when all are drawn and priced. */
  draw(streams) {
    this.vector.draw(this.done, this.done + streams);
    this.done += streams;
    if (this.done < this.vector.streams) return false;
    this.kernel.price(this.draws, this.vector.drawn);
    this.ready = true;
    this.undo();
    return true;
  }

  /** Set rows of numbers, and price again what hangs on them. @param {Map<number, Setting>} settings */
  set(settings) {
    const changed = this.vector.set(settings);
    if (!changed.size) return;
    for (const one of this.vector.sums) changed.add(one.row);
    this.kernel.price(this.centre, this.vector.central, changed);
    if (this.ready) this.kernel.price(this.draws, this.vector.drawn, changed);
    this.undo();
    if (this.forest && [...changed].some((row) => this.forest.rows.has(row))) this.forest.forget();
  }

  /** What was measured stays so whatever the measures do: the baseline takes the change. */
  undo() {
    if (!this.data.metered.length) return;
    const uptake = this.programme();
    this.undone(this.centre, uptake, this.vector.central);
    this.enough = this.data.metered.every(([, enough]) => this.vector.central[enough]);
    if (this.ready) this.undone(this.draws, this.uptakes(uptake), this.vector.drawn);
  }

  /** Put what the measures leave of metered lines into their rows, where that is enough. */
  undone(priced, uptake, x) {
    const { width } = priced, { metered, readings } = this.data, rows = new Set();
    const central = metered.map(([, enough]) => width === 1 || this.vector.central[enough]);
    metered.forEach(([, enough]) => rows.add(enough) && x.fill(1, enough * width, (enough + 1) * width));
    this.kernel.price(priced, x, rows);
    const coefficient = strided(priced.coefficient, width), weights = readings.map((acting, part) => {
      if (!metered.some((one) => one[3] === part)) return null;
      const inside = uptake.map((one, i) => one * acting[Math.floor(i / width)]);
      return this.kernel.weigh(this.kernel.whole, strided(inside, width), coefficient, width);
    });
    metered.forEach(([left, enough, from, part, before], i) => {
      for (let k = 0; k < width; k++) {
        const share = weights[part][from * width + k];
        const fine = central[i] && share * (before === undefined ? 1 : x[before * width + k]) >= LEAST_LEFT;
        x[left * width + k] = fine ? share : 1;
        x[enough * width + k] = fine ? 1 : 0;
      }
      rows.add(left);
    });
    this.kernel.price(priced, x, rows);
  }

  /** Uptakes at the centre; those that this accounting of electricity does not count are 0. */
  programme() {
    return Float64Array.from(this.data.uptakes, (recipe, m) => {
      if (!this.market && this.model.measures[m].method === 'market') return 0;
      return clip(this.product(recipe, this.vector.central, 1, 0), 0, 1);
    });
  }

  product(recipe, x, width, k) {
    let value = 1;
    for (const [row, power, scale] of recipe) {
      const one = x[row * width + k];
      value *= (power === 1 ? one : one ** power) * scale;
    }
    return value;
  }

  /** Uptakes in every draw; what is centrally 0 stays so. */
  uptakes(central) {
    const { width } = this, out = new Float64Array(central.length * width);
    this.data.uptakes.forEach((recipe, m) => {
      if (!central[m]) return;
      const at = m * width;
      if (!recipe.length) out.fill(central[m], at, at + width);
      else for (let k = 0; k < width; k++) out[at + k] = clip(this.product(recipe, this.vector.drawn, width, k), 0, 1);
    });
    return out;
  }

  /**
   * Everything that is shown, in t CO2e.
   * @param {number} period below 0 for all @param {boolean} yearly whether periods get ranges too
   */
  answer(period = -1, yearly = false) {
    const uptake = this.programme(), { sources, periods } = this.model;
    const central = this.kernel.ledger(this.centre, uptake);
    const drawn = this.ready ? this.kernel.ledger(this.draws, this.uptakes(uptake)) : null;
    const total = (keep) => this.range(central, drawn, keep);
    const here = (one) => period < 0 || one.period === period;
    return {
      uptake,
      period,
      total: total(here),
      sources: sources.map((_, i) => total((one) => one.source === i && here(one))),
      periods: periods.map((_, i) => this.range(central, yearly ? drawn : null, (one) => one.period === i)),
      cells: periods.map((_, p) => sources.map((__, i) => this.ends(central, (c) => c.period === p && c.source === i))),
      attribution: this.attribution(uptake, period),
    };
  }

  attribution(uptake, period) {
    const found = attribute(this.kernel, this.centre, uptake, period);
    return Object.fromEntries(Object.entries(found).map(([way, kg]) => [way, kg.map((one) => one / KG_PER_T)]));
  }

  /** Before and after at the centre, t CO2e. */
  ends(central, keep) {
    const [before] = this.kernel.sum(central.before, 1, keep), [after] = this.kernel.sum(central.after, 1, keep);
    return { before: before / KG_PER_T, after: after / KG_PER_T };
  }

  /** Before, after and saving of the cells that `keep` names, with ranges where there are draws. */
  range(central, drawn, keep) {
    const { before, after } = this.ends(central, keep), found = { before, after, saving: before - after };
    if (!drawn) return found;
    const sums = [drawn.before, drawn.after].map((kg) => (
      this.kernel.sum(kg, this.width, keep).map((one) => one / KG_PER_T)
    ));
    found.draws = sums[1];
    [found.beforeLow, found.beforeHigh] = rangeOf(sums[0]);
    [found.afterLow, found.afterHigh] = rangeOf(sums[1]);
    [found.savingLow, found.savingHigh] = rangeOf(sums[0].map((one, k) => one - sums[1][k]));
    return found;
  }

  /** The forest against a residual. @param {Programme} asked @param {object} total of `answer` */
  offset(asked, total) {
    const { forest } = this;
    if (!forest) return null;
    forest.move(asked.shift, asked.horizon);
    const { data, horizon } = forest;
    const credits = data.credits + asked.credits, owed = Math.max(0, total.after - credits);
    const needed = forest.suffices(owed);
    const area = asked.area ?? (data.sized ? needed : data.area_ha);
    const times = Number.isFinite(area) && data.area_ha ? area / data.area_ha : 0;
    const removal = times * forest.removals([horizon], -1)[0];
    const balanceYear = forest.balanceYear(owed, times), least = Math.max(horizon, data.event_year + 40);
    const until = Math.max(least, Math.min((balanceYear ?? least) + 3, data.event_year + SHOWN));
    const years = Array.from({ length: until - data.event_year + 1 }, (_, i) => data.event_year + i);
    return {
      credits, owed, needed, area, times, removal, horizon, years, balanceYear,
      curve: forest.removals(years, -1).map((one) => owed - one * times),
    };
  }

  /** What takes draws of the forest: the band of its debt, and areas at a confidence. */
  offsetDrawn(found, total) {
    if (!this.ready || !found || !total.draws) return null;
    const owed = total.draws.map((one) => one - found.credits), band = [];
    for (const year of found.years) {
      if ((year - found.years[0]) % 2 && year !== found.horizon && year !== found.years[found.years.length - 1]) continue;
      const removed = this.forest.drawn(year);
      band.push([year, ...rangeOf(owed.map((one, k) => one - found.times * removed[k]))]);
    }
    const removed = this.forest.drawn(found.horizon);
    const covered = owed.filter((one, k) => one - found.times * removed[k] <= 0).length;
    return {
      band,
      areas: [0.5, 0.9, 0.95].map((p) => [p, this.forest.areaAt(p, owed)]),
      chance: covered / this.width,
      removal: rangeOf(removed.map((one) => one * found.times)),
    };
  }
}

/** What `view/page/pack.py` packed, with names for its columns; beside the first of the page. */
function unpacked(data, first = data) {
  const whole = data.vector.numbers.map((one) => (typeof one === 'number' ? first.vector.numbers[one] : one));
  const numbers = whole.map(([id, value, low, high, plain, even]) => ({ id, value, low, high, plain, even }));
  const known = new Map(first.plan.ids.map((id, i) => [id, first.plan.keys[i]]));
  const keys = data.plan.keys.map((key, i) => key || known.get(data.plan.ids[i]));
  return { ...data, vector: { ...data.vector, numbers }, plan: { ...data.plan, keys } };
}
