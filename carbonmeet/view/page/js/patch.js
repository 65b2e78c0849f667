// The moved scenario as a file: a patch over the one it came from, or the whole of it.

const MU = 15;
const NOTE = 'Moved on the what-if page.';

/** A number in its unit, as a file writes it. */
function amount(value, unit) {
  if (unit === '1') return value;
  const digits = plainDigits(value);
  return unit.startsWith('1 /') ? `${digits} ${unit.slice(2)}` : `${digits} ${unit}`;
}

/** All digits, without an exponent. */
function plainDigits(value) {
  const text = String(value);
  if (!/e/i.test(text)) return text;
  const [, sign, whole, part = '', power] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/i.exec(text);
  const digits = whole + part, at = whole.length + Number(power);
  if (at <= 0) return `${sign}0.${'0'.repeat(-at)}${digits}`;
  return `${sign}${digits.padEnd(at, '0').slice(0, at)}${at < digits.length ? `.${digits.slice(at)}` : ''}`;
}

/** What stands at a number's place once it is moved. @param {Setting} one */
function written(one, unit) {
  if (one.low === null) return amount(one.value, unit);
  const [value, low, high] = [one.value, one.low, one.high].map((end) => amount(end, unit));
  return { value, low, high, basis: 'assumed', note: `${NOTE} Its range is that of the file, to scale.` };
}

/** Put a value at a place of plain data, making what is missing on the way; null takes away. */
function put(data, place, value) {
  let inner = data;
  place.slice(0, -1).forEach((step, i) => {
    if (inner[step] === undefined || inner[step] === null || typeof inner[step] !== 'object') {
      const next = place[i + 1];
      inner[step] = typeof inner[step] === 'number' || typeof inner[step] === 'string'
        ? { value: inner[step] } : (typeof next === 'number' ? [] : {});
    }
    inner = inner[step];
  });
  const last = place[place.length - 1];
  if (value === null) delete inner[last];
  else inner[last] = value;
}

/** A row of the file's own in place of one of the catalogue. */
function ownRow(page, id, [year, boundary], one) {
  const [, key, source, region] = /^(.*?)@(.*)\[(.*)\]$/.exec(id), [en, zh, unit] = page.numbers[id];
  return {
    key, value: one.value, ...(one.low === null ? {} : { low: one.low, high: one.high }),
    unit: page.units[unit][0], region, year, ...(boundary ? { boundary } : {}), source: `own-${source}`,
    replaces: id, evidence: 'assumed', name_en: en || zh, name_zh: zh || en, note: NOTE,
  };
}

/** The file's data with all that was moved. @param {Moved} now */
function changedData(page, world, now) {
  const data = JSON.parse(JSON.stringify(page.file.data));
  for (const [place, value] of page.worlds[now.world].changed) put(data, place, value);
  const uptakes = {};
  for (const [id, one] of settingsOf(world, now.moves)) {
    const way = page.numbers[id]?.[6];
    if (!(way instanceof Array)) continue;
    const [kind, place, distribution, own] = way, unit = own || page.units[page.numbers[id][2]][0];
    if (kind === 'measure') uptakes[place[0]] = one.value;
    else if (kind === 'list') listInto(data.attendees, place, one.value / world.data.vector.numbers[world.vector.rows.get(id)].value);
    else if (kind === 'factor') data.factors = [...(data.factors ?? []), ownRow(page, id, place, one)];
    else if (place[0] === 'factors') {
      Object.assign(data.factors[place[1]], { value: one.value, low: one.low, high: one.high });
      if (one.low === null) ['low', 'high'].forEach((end) => delete data.factors[place[1]][end]);
    } else put(data, place, written(one, unit));
    if (distribution) data.distributions[distribution] = { form: 'fixed', value: one.value };
  }
  if (Object.keys(uptakes).length) data.measures = withUptakes(data.measures ?? 'none', uptakes);
  if (now.market !== page.worlds[now.world].market) put(data, ['methods', 'electricity'], now.market ? 'market' : 'location');
  forestInto(data, world, now);
  return data;
}

/** Sums of a list of people, to scale: all of a cell with its count, or the nights or days of it. */
function listInto(block, [part, at, what, kind], ratio) {
  const cell = block[part][at], scaled = (sums) => Object.fromEntries(Object.entries(sums).map(([key, one]) => [key, one * ratio]));
  if (what === 'nights') cell.nights[kind] *= ratio;
  else if (what === 'days') cell.days = scaled(cell.days);
  else if (part === 'online') cell.people *= ratio;
  else {
    cell.people *= ratio;
    cell.placed *= ratio;
    cell.ways.forEach((way) => { way.people *= ratio; way.person_km *= ratio; });
    for (const name of ['nights', 'stays', 'days', 'fed']) cell[name] = scaled(cell[name]);
  }
}

function withUptakes(measures, uptakes) {
  return typeof measures === 'string' ? { others: measures, ...uptakes } : { ...measures, ...uptakes };
}

function forestInto(data, world, now) {
  if (!data.offset || !world.forest) return;
  if (now.area !== null) data.offset.area = amount(now.area * MU, 'mu');
  if (now.shift) data.offset.planted = world.forest.data.planted + now.shift;
  if (now.horizon !== null) data.offset.horizon = amount(now.horizon, 'year');
  if (now.credits) {
    data.offset.credits = [...(data.offset.credits ?? []), { kind: 'ccer', tonnes: amount(now.credits, 't CO2e'), status: 'planned', note: NOTE }];
  }
}

/** Whether a mapping is one value, replaced whole: an amount, a name, a place, a distribution. */
function isOneValue(value, key) {
  if (!isMapping(value) || !Object.keys(value).length) return false;
  return key === 'place' || 'value' in value || 'form' in value
    || Object.keys(value).every((one) => one === 'en' || one === 'zh');
}

const isMapping = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What has to be laid over `before` to make it `after`; entries of lists by their names. */
function differences(before, after, key, names) {
  if (Array.isArray(before) && Array.isArray(after) && names && before.length === after.length) {
    const changed = after.map((_, i) => i).filter((i) => !same(before[i], after[i]));
    if (changed.some((i) => typeof names[i] !== 'string')) return after;
    return Object.fromEntries(changed.map((i) => [names[i], differences(before[i], after[i], names[i])]));
  }
  if (!isMapping(before) || !isMapping(after) || isOneValue(after, key)) return after;
  const found = {};
  for (const one of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!(one in after)) found[one] = null;
    else if (!(one in before)) found[one] = after[one];
    else if (!same(before[one], after[one])) found[one] = differences(before[one], after[one], one);
  }
  return found;
}

function titled(page) {
  const [en, zh] = page.title;
  return { en: `${en || zh} (what-if)`, zh: `${zh || en}（推演）` };
}

/** A file for who has the one it came from. */
function patchYaml(page, world, now) {
  const before = page.file.data, after = changedData(page, world, now), laid = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (['carbonmeet', 'kind', 'title'].includes(key) || same(before[key], after[key])) continue;
    laid[key] = key in after ? differences(before[key], after[key], key, page.file.names[key]) : null;
  }
  if (laid.measures) {
    const own = isMapping(before.measures) ? before.measures : {};
    const moved = Object.entries(after.measures).filter(([id, one]) => id !== 'others' && !same(own[id], one));
    laid.measures = { others: 'parent', ...Object.fromEntries(moved) };
  }
  if (laid.factors) laid.factors = after.factors;
  return yaml({ carbonmeet: 2, kind: page.kind, extends: page.file.name, title: titled(page), ...laid });
}

/** A file for who has not. */
function wholeYaml(page, world, now) {
  return yaml({ ...changedData(page, world, now), title: titled(page) });
}

/** Words that YAML would not read as the text they are. */
const SPECIAL = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;

function scalar(value) {
  if (value === null) return 'null';
  if (typeof value === 'number') return /e/i.test(String(value)) ? plainDigits(value) : String(value);
  if (typeof value === 'boolean') return String(value);
  if (/^[A-Za-z\u4e00-\u9fff][\w .\u4e00-\u9fff-]*$/.test(value) && !SPECIAL.test(value) && value === value.trim()) return value;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Plain data as YAML, in blocks. */
function yaml(data) {
  return `${block(data, '').trimStart()}`;
}

function block(value, indent) {
  if (Array.isArray(value)) {
    if (!value.length) return ' []\n';
    return `\n${value.map((one) => `${indent}- ${block(one, `${indent}  `).trimStart()}`).join('')}`;
  }
  if (isMapping(value)) {
    const entries = Object.entries(value);
    if (!entries.length) return ' {}\n';
    return `\n${entries.map(([key, one]) => `${indent}${scalar(key)}:${block(one, `${indent}  `)}`).join('')}`;
  }
  return ` ${scalar(value)}\n`;
}
