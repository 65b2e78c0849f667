// What a forest removes by when, and what of it counts; as forest/ and offset/ have it.

/** Growth curves against age, zero at age zero; `p` holds their parameters. */
const GROWTH = {
  'chapman-richards': (age, p) => p.A * (-Math.expm1(-p.k * age)) ** p.m,
  logistic: (age, p) => p.A / (1 + p.b * Math.exp(-p.k * age)) - p.A / (1 + p.b),
  gompertz: (age, p) => p.A * Math.exp(-p.b * Math.exp(-p.k * age)) - p.A * Math.exp(-p.b),
  linear: (age, p) => Math.min(p.rate * age, p.cap ?? Infinity),
  'yield-table': (age, p) => yielded(age, p.table, p.cuts),
};

/** What has grown up to an age of a table of increments, straight lines between its ages. */
function grownUpTo(age, table) {
  const last = table.length - 1, at = clip(age, table[0][0], table[last][0]);
  let sum = 0;
  for (let i = 0; i < last; i++) {
    const [start, rate] = table[i], [end, next] = table[i + 1], width = end - start;
    if (at >= end && i < last - 1) {
      sum += (width * (next + rate)) / 2;
      continue;
    }
    const step = at - start;
    return sum + step * (rate + (((next - rate) / width) * step) / 2);
  }
  return sum;
}

/** The stock of a yield table with its thinnings. */
function yielded(age, table, cuts) {
  const starts = [table[0][0], ...cuts.map(([when]) => when)];
  const ends = [...cuts.map(([when]) => when), Infinity];
  let standing = 0;
  starts.forEach((start, i) => {
    let grown = grownUpTo(clip(age, start, ends[i]), table) - grownUpTo(start, table);
    for (const [when, share] of cuts.slice(i)) if (age >= when) grown *= 1 - share;
    standing += grown;
  });
  return standing;
}

class Forest {
  /** @param {object} data as `offset/document.py` writes it @param {Vector} vector */
  constructor(data, vector) {
    Object.assign(this, { data, vector });
    this.stands = new Map(data.stands.map((one) => [one.key, one]));
    this.rows = this.numbers();
    this.kept = new Map();
    this.move(0, null);
  }

  /**
   * Plant some years later than in the file, with a horizon of so many years (null: that of the file).
   *
   * The years run from the event, or from the planting where that came first, as `offset/case.py` has it.
   */
  move(shift, asked) {
    const { data } = this, years = asked ?? data.horizon, event = data.event_year;
    if (this.shift === shift && this.years === years) return;
    const reached = data.parcels.length ? Math.min(event, data.planted_last + shift) + years : data.horizon_year;
    const crediting = data.rules.crediting ?? Infinity;
    // a horizon that is over before the event: nothing that grows after it counts, but what is thinned does
    const over = reached < event && !data.stands.some((one) => one.cuts.length), horizon = Math.max(reached, event);
    Object.assign(this, {
      shift, years, horizon, grown: over ? reached : horizon, crediting: over ? Math.min(crediting, years) : crediting,
    });
    this.forget();
  }

  /** Rows of the vector that the removal rests on. */
  numbers() {
    const { data, vector } = this, found = ['survival', 'baseline', 'cleared', 'leakage'].map((n) => data.rules[n]);
    for (const one of data.stands) found.push(...Object.values(one.theta), ...one.to_co2.map(([, id]) => id));
    for (const one of data.parcels) found.push(one.survival, one.site);
    return new Set(found.filter((one) => vector.rows.has(one)).map((one) => vector.rows.get(one)));
  }

  /** Forget what was drawn: a number, the planting or the horizon has moved. */
  forget() { this.kept.clear(); }

  /** A number by id in one draw, or at the centre where `k` is below 0; or as it is. */
  value(given, k) {
    const row = typeof given === 'string' ? this.vector.rows.get(given) : undefined;
    if (row === undefined) return given;
    return k < 0 ? this.vector.central[row] : this.vector.drawn[row * this.vector.width + k];
  }

  /** Discount for uncertainty, and spread of the mean curve, with the horizon in a year. */
  propagated() {
    const table = this.data.propagated?.shifts[String(this.shift)];
    if (!table) return { discount: 0, spread: null };
    const at = this.grown - this.data.propagated.since;
    return { discount: table.discount[at], spread: table.spread[at] };
  }

  /** Creditable removal by the end of some years, t CO2; one draw, or the centre (k below 0). */
  removals(years, k) {
    const { data, crediting } = this, { rules } = data;
    const leakage = this.value(rules.leakage, k), baseline = this.value(rules.baseline, k);
    const cleared = this.value(rules.cleared, k), kept = 1 - this.propagated().discount;
    const grown = data.parcels.map((parcel) => this.parcel(parcel, rules, crediting, k));
    return years.map((year) => {
      let net = 0;
      data.parcels.forEach((parcel, i) => {
        const since = year - parcel.planted - this.shift;
        const gross = grown[i](since), time = clip(since, 0, crediting);
        net += parcel.area_ha * (gross * (1 - leakage) - baseline * time - cleared * (since >= 0 ? 1 : 0));
      });
      return Math.max(net, 0) * (kept * (1 - rules.buffer)) * data.counts;
    });
  }

  /** Gross removal of one hectare of a parcel by years since planting. */
  parcel(parcel, rules, crediting, k) {
    const survival = this.value(parcel.survival ?? rules.survival, k), site = this.value(parcel.site, k);
    const fills = parcel.replanting.length ? parcel.replanting : rules.replanting;
    const stands = parcel.mixture.map(([key, share, age]) => {
      const stock = this.stock(this.stands.get(key), k);
      return { share, gain: (since) => stock(age + Math.max(since, 0)) - stock(age) };
    });
    return (since) => {
      const time = Math.min(since, crediting);
      let sum = 0;
      for (const { share, gain } of stands) {
        let total = survival * gain(time), gaps = 1 - survival;
        for (const [after, part] of fills) {
          const filled = gaps * part * survival;
          total += filled * gain(time - after);
          gaps -= filled;
        }
        sum += share * (site * total);
      }
      return sum;
    };
  }

  /** CO2 of one hectare against age. */
  stock(stand, k) {
    const given = { table: stand.table, cuts: stand.cuts };
    for (const [name, id] of Object.entries(stand.theta)) given[name] = this.value(id, k);
    let times = 1;
    for (const [name, id] of stand.to_co2) times *= name === 'R' ? 1 + this.value(id, k) : this.value(id, k);
    times *= stand.times;
    const curve = GROWTH[stand.growth];
    return (age) => times * curve(Math.max(age, 0), given);
  }

  /** Removal by the end of a year in every draw, at the area of the file; kept until it moves. */
  drawn(year) {
    if (!this.kept.has(year)) {
      const out = new Float64Array(this.vector.width);
      for (let k = 0; k < out.length; k++) [out[k]] = this.removals([year], k);
      this.kept.set(year, out);
    }
    return this.kept.get(year);
  }

  /**
   * Hectares that suffice, at the centre; infinite where nothing does.
   * @param {number} owed t CO2e
   */
  suffices(owed) {
    const kappa = this.removals([this.horizon], -1)[0] / (this.data.area_ha || 1);
    const { confidence } = this.data, { spread } = this.propagated();
    if (owed <= 0) return 0;
    if (!(kappa > 0)) return Infinity;
    return confidence === null ? owed / kappa : owed / (kappa * Math.exp(normalQuantile(1 - confidence) * spread));
  }

  /** Hectares that suffice with a probability, of draws of what is owed. */
  areaAt(confidence, owed) {
    const removed = this.drawn(this.horizon), area = this.data.area_ha || 1;
    const needed = Float64Array.from(owed, (t, k) => (t > 0 ? t / (removed[k] / area) : 0)).sort();
    return needed[Math.ceil(confidence * (needed.length - 1) - 1e-12)];
  }

  /** First year by whose end the removal covers what is owed, and does so up to the horizon; null if none does. */
  balanceYear(owed, times) {
    const last = Math.max(this.latest() + this.data.lifetime, this.horizon);
    let found = null;
    for (let year = this.data.event_year; year <= last; year++) {
      if (times * this.removals([year], -1)[0] < owed * (1 - 1e-9)) found = null;
      else if (found === null) found = year;
      if (found !== null && year >= this.horizon) return found;
    }
    return null;
  }

  latest() { return Math.max(...this.data.parcels.map((one) => one.planted), this.data.planted) + this.shift; }
}

/** Quantile of the standard normal, by halving: it is asked once a step. */
function normalQuantile(p) {
  let low = -9, high = 9;
  for (let i = 0; i < 200 && high - low > 0; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (normalBelow(middle) < p) low = middle; else high = middle;
  }
  return (low + high) / 2;
}

/** Probability below z: the series near 0, the continued fraction in the tails. */
function normalBelow(z) {
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (Math.abs(z) < 3) {
    let term = z, sum = z;
    for (let i = 1; Math.abs(term) > 1e-18; i++) {
      term *= (z * z) / (2 * i + 1);
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let tail = 0;
  for (let i = 120; i >= 1; i--) tail = i / (Math.abs(z) + tail);
  const above = density / (Math.abs(z) + tail);
  return z < 0 ? above : 1 - above;
}
