// How one number varies: a rising function of one standard normal, as numbers/distribution.py has it.

const Z95 = 1.959963984540054;
/** How near a limit, as a share of the further distance, a scale is shifted. */
const NEAR = 1 / 20;

const crowded = (one, other) => one < NEAR * other;
const shiftOf = (near, far) => (crowded(near, far) ? NEAR * far - near : 0);
const clip = (x, least, most) => Math.min(Math.max(x, least), most);
const logit = (share) => Math.log(share / (1 - share));

/**
 * What value, low and high of a number stand for.
 * @param {{value: number, low: ?number, high: ?number, plain: boolean, even: boolean}} number
 * @returns {?object} null where it does not vary
 */
function distributionOf({ value, low, high, plain, even }) {
  if (low === null || high === null || !(low < high)) return null;
  if (even) {
    const sigma = low && high ? Math.log(high / low) / (2 * Z95) : 0;
    return { form: 'lognormal', middle: value, below: sigma, above: sigma };
  }
  if (low < 0) {
    return { form: 'normal', middle: value, below: (value - low) / Z95, above: (high - value) / Z95 };
  }
  return plain && high <= 1 ? shareBetween(value, low, high) : positiveBetween(value, low, high);
}

function positiveBetween(middle, low, high) {
  if (crowded(low, middle) || crowded(middle, high)) {
    return { form: 'shifted-lognormal', middle, low, high };
  }
  const below = Math.log(middle / low) / Z95, above = Math.log(high / middle) / Z95;
  return { form: 'lognormal', middle, below, above };
}

function shareBetween(middle, low, high) {
  const near = [[low, middle], [middle, high], [1 - high, 1 - middle], [1 - middle, 1 - low]];
  if (near.some(([one, other]) => crowded(one, other))) {
    return { form: 'shifted-logit-normal', middle, low, high };
  }
  const centre = logit(middle);
  const below = (centre - logit(low)) / Z95, above = (logit(high) - centre) / Z95;
  return { form: 'logit-normal', middle, below, above };
}

function falling(value, low, steps) {
  if (low === value) return value;
  const c = shiftOf(low, value), slope = Math.log((value + c) / (low + c));
  if (steps < 1) return clip((value + c) * Math.exp(-slope * steps) - c, low, value);
  return low * Math.exp(slope * (1 - steps));
}

function rising(value, high, steps) {
  if (high === value) return value;
  const c = shiftOf(value, high), slope = Math.log((high + c) / (value + c));
  return Math.max((value + c) * Math.exp(slope * steps) - c, value);
}

function fallingShare(value, low, steps) {
  if (low === value) return value;
  const c = shiftOf(low, value), d = shiftOf(1 - value, 1 - low);
  const top = (value + c) / (1 - value + d), bottom = (low + c) / (1 - low + d);
  const slope = Math.log(top / bottom), odds = top * Math.exp(-slope * steps);
  if (steps < 1) return clip(((1 + d) * odds - c) / (1 + odds), low, value);
  const fading = low * Math.exp(slope * (1 - steps));
  return fading / (1 - low + fading);
}

/** The value on straight lines between the quantiles of a form without a formula. */
function tabulated(table, z) {
  const place = ((z + 6.5) / 13) * (table.length - 1);
  if (place <= 0) return table[0];
  if (place >= table.length - 1) return table[table.length - 1];
  const i = Math.floor(place), grid = (at) => -6.5 + (13 * at) / (table.length - 1);
  const slope = (table[i + 1] - table[i]) / (grid(i + 1) - grid(i));
  return slope * (z - grid(i)) + table[i];
}

/** The value of a distribution at a standard normal. */
function valueAt(one, z) {
  const { form, middle } = one;
  const step = (z < 0 ? one.below : one.above) * z;
  let x;
  if (form === 'lognormal') x = middle * Math.exp(step);
  else if (form === 'logit-normal') x = middle / (middle + (1 - middle) * Math.exp(-step));
  else if (form === 'normal') x = middle + step;
  else if (form === 'fixed') x = middle;
  else if (form === 'shifted-lognormal') {
    x = z < 0 ? falling(middle, one.low, -z / Z95) : rising(middle, one.high, z / Z95);
  } else if (form === 'shifted-logit-normal') {
    x = z < 0
      ? fallingShare(middle, one.low, -z / Z95)
      : 1 - fallingShare(1 - middle, 1 - one.high, z / Z95);
  } else x = tabulated(one.table, z);
  if (one.least !== undefined && one.least !== null) x = Math.max(x, one.least);
  if (one.most !== undefined && one.most !== null) x = Math.min(x, one.most);
  return x;
}

/** NumPy's default quantile of sorted numbers. */
function quantile(sorted, p) {
  const place = p * (sorted.length - 1), below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** The 95 % range of some draws. @returns {[number, number]} */
function rangeOf(draws) {
  const sorted = Float64Array.from(draws).sort();
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}
