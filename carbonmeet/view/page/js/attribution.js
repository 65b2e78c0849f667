// Whose tonnes are they: alone, in order, last in and exact Shapley values, family by family.
// A sum over lines is a sum of games; the value of a sum is the sum of the values. Shapley (1953).

/** Beside its weight, a fall below which the difference of two weights would lose digits. */
const CLOSE = 1e-4;

/** |S|! (n - 1 - |S|)! / n! by the size of S. */
function shapleyShares(size) {
  const shares = [];
  let choose = 1;
  for (let k = 0; k < size; k++) {
    shares.push(1 / (size * choose));
    choose = (choose * (size - 1 - k)) / (k + 1);
  }
  return shares;
}

function bitsOf(set) {
  let count = 0;
  for (let rest = set; rest; rest &= rest - 1) count += 1;
  return count;
}

/**
 * What each measure of a programme saves, four ways, kg CO2e.
 * @param {Kernel} kernel @param {object} priced at the centre @param {Float64Array} uptake
 * @param {number} period below 0 for all
 */
function attribute(kernel, priced, uptake, period = -1) {
  const empty = () => new Float64Array(kernel.count);
  const found = { alone: empty(), inOrder: empty(), lastIn: empty(), shapley: empty() };
  const kg = kernel.byRow(priced, period), rank = new Map(kernel.model.order.map((m, i) => [m, i]));
  for (const { members, part } of kernel.families) {
    const acting = members.filter((m) => uptake[m]);
    if (!acting.length) continue;
    const game = new Game(kernel, part, acting, uptake, priced.coefficient, part.rows.map((r) => kg[r]));
    game.attribute(rank, found);
  }
  return found;
}

/** One family under every subset of its measures; a set is a number, a bit for each measure. */
class Game {
  constructor(kernel, part, players, uptake, coefficients, kg) {
    Object.assign(this, { kernel, part, players, kg });
    this.size = players.length;
    this.sets = 1 << this.size;
    this.coefficient = strided(coefficients, 1);
    this.uptakes = new Float64Array(kernel.count * this.sets);
    players.forEach((m, i) => {
      for (let set = 0; set < this.sets; set++) if ((set >> i) & 1) this.uptakes[m * this.sets + set] = uptake[m];
    });
    this.own = players.map((m) => uptake[m]);
    this.weight = kernel.weigh(part, strided(this.uptakes, this.sets), this.coefficient, this.sets);
  }

  attribute(rank, found) {
    const shares = shapleyShares(this.size), everyone = this.sets - 1;
    this.players.forEach((measure, i) => {
      const bit = 1 << i, saved = this.saved(i);
      let before = 0, mean = 0;
      this.players.forEach((other, j) => { if (rank.get(other) < rank.get(measure)) before |= 1 << j; });
      for (let set = 0; set < this.sets; set++) if (!(set & bit)) mean += shares[bitsOf(set)] * saved[set];
      found.alone[measure] += saved[0];
      found.inOrder[measure] += saved[before];
      found.lastIn[measure] += saved[everyone ^ bit];
      found.shapley[measure] += mean;
    });
  }

  /** What a player saves when it joins each set without it: row by row, never of two large totals. */
  saved(player) {
    const { sets, weight, kg } = this, bit = 1 << player, out = new Float64Array(sets);
    let close = false;
    for (let row = 0; row < kg.length; row++) {
      for (let set = 0, at = row * sets; set < sets; set++) {
        if (set & bit) continue;
        const fall = weight[at + set] - weight[at + set + bit], size = Math.abs(fall);
        if (size > 0 && size < CLOSE * weight[at + set]) close = true;
        out[set] += kg[row] * fall;
      }
    }
    return close ? this.savedClosely(player) : out;
  }

  /** The same, by the difference that is carried through the steps. */
  savedClosely(player) {
    const { sets, kg } = this, more = new Float64Array(this.uptakes.length), out = new Float64Array(sets);
    const at = this.players[player] * sets;
    for (let set = 0; set < sets; set++) if (!((set >> player) & 1)) more[at + set] = this.own[player];
    const fall = fallsOf(this.kernel, this.part, this.uptakes, more, this.coefficient, sets);
    for (let row = 0; row < kg.length; row++) {
      for (let set = 0; set < sets; set++) out[set] += kg[row] * fall[row * sets + set];
    }
    return out;
  }
}

/** Uptakes after the enablers, and how far those of the further uptakes lie above. */
function liftedFurther(kernel, u, more, { values: c }, width) {
  const { lifts, settings } = kernel.model, count = kernel.count, size = settings * count * width;
  const lift = new Float64Array(size).fill(1), beyond = new Float64Array(size);
  for (const { enabler, gain, lifted } of lifts) {
    for (const row of lifted) {
      for (let k = 0, at = row * width; k < width; k++, at++) {
        const now = 1 + u[enabler * width + k] * c[gain], extra = more[enabler * width + k] * c[gain];
        beyond[at] = beyond[at] * (now + extra) + lift[at] * extra;
        lift[at] *= now;
      }
    }
  }
  for (let at = 0; at < size; at++) {
    const own = at % (count * width), value = lift[at] * u[own];
    const further = beyond[at] * (u[own] + more[own]) + lift[at] * more[own];
    beyond[at] = value >= 1 ? Math.min(further + (value - 1), 0) : Math.min(further, 1 - value);
    lift[at] = Math.min(value, 1);
  }
  return [lift, beyond];
}

/** By how much further uptakes lower the weights: exact however small it is beside them. */
function fallsOf(kernel, part, uptake, more, coefficient, width) {
  const [u, extra] = liftedFurther(kernel, uptake, more, coefficient, width), c = coefficient.values;
  const weight = new Float64Array(part.count * width).fill(1), fall = new Float64Array(weight.length);
  for (const row of part.asleep) weight.fill(0, row * width, (row + 1) * width);
  for (const step of part.steps) {
    if (step.do === 'shift') {
      shiftFall(step, weight, fall, u, extra, c, width);
      continue;
    }
    for (const row of step.rows) {
      for (let k = 0, at = row * width, m = step.uptake * width; k < width; k++, at++, m++) {
        if (step.do === 'wake') {
          const share = Math.max(c[step.coefficient], 0);
          fall[at] = -extra[m] * share;
          weight[at] = u[m] * share;
        } else {
          const taken = u[m] * c[step.coefficient], further = extra[m] * c[step.coefficient];
          fall[at] = fall[at] * (1 - taken - further) + weight[at] * further;
          weight[at] *= 1 - taken;
        }
      }
    }
  }
  return fall;
}

function shiftFall({ parents, moves }, weight, fall, u, extra, c, width) {
  for (let k = 0; k < width; k++) {
    let asked = 0, further = 0;
    const parts = moves.map((one) => {
      const share = Math.max(c[one.coefficient], 0);
      const now = u[one.uptake * width + k] * share, then = extra[one.uptake * width + k] * share;
      asked += now;
      further += then;
      return [now, then];
    });
    const full = asked >= 1, crowd = Math.max(asked, 1);
    const rise = full ? Math.max(further, 1 - asked) : Math.max(asked + further - 1, 0);
    const fit = 1 / crowd, fitThen = 1 / (crowd + rise);
    const stay = Math.max(1 - asked, 0), stayThen = Math.max(1 - (asked + further), 0);
    const left = full ? -stayThen : Math.min(further, 1 - asked);
    parents.forEach((parent, p) => {
      const from = parent * width + k, before = weight[from], lost = fall[from];
      moves.forEach((one, i) => {
        const [now, then] = parts[i], less = now * rise * fit * fitThen - then * fitThen;
        for (const children of one.children) {
          const at = children[p] * width + k;
          fall[at] = lost * ((now + then) * fitThen) + before * less;
          weight[at] = before * (now * fit);
        }
      });
      fall[from] = lost * stayThen + before * left;
      weight[from] = before * stay;
    });
  }
}
