// The drawings: what is seen, in the width that there is, with numbers as text.

/** Colours by class; the style sheet knows them in light and in dark. */
const ROW = 40, BAR = 13, LABEL = 15, TEXT = 13;

/** A drawing of a width and height, named for who cannot see it. */
function drawing(width, height, title, ...children) {
  const id = `t${title.length}${width}${Math.round(height)}${title.charCodeAt(0)}${children.length}`;
  return svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-labelledby': id },
    svg('title', { id }, title), ...children);
}

const text = (x, y, words, cls = '', anchor = 'start') => svg('text', { x, y, class: cls, 'text-anchor': anchor }, words);
const rect = (x, y, width, height, cls) => svg('rect', { x, y, width: Math.max(width, 0), height, class: cls, rx: 2 });
const line = (x1, y1, x2, y2, cls) => svg('line', { x1, y1, x2, y2, class: cls });

/** Whisker with its caps. */
function whisker(low, high, y) {
  return svg('path', { class: 'whisker', d: `M${low} ${y - 4}v8M${low} ${y}H${high}M${high} ${y - 4}v8` });
}

/** Words that fit a width, with all of them as a tip. */
function fitted(words, room) {
  let used = 0, at = 0;
  for (const letter of words) {
    used += letter.charCodeAt(0) > 0x2e80 ? TEXT : TEXT * 0.56;
    if (used > room) return `${words.slice(0, Math.max(at - 1, 1))}…`;
    at += letter.length;
  }
  return words;
}

/** Round steps of an axis between two values. */
function steps(low, high, count) {
  const raw = (high - low) / Math.max(count, 1), power = 10 ** Math.floor(Math.log10(raw || 1));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw) ?? power;
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) found.push(Math.abs(at) < step * 1e-9 ? 0 : at);
  return found;
}

/** Bars by source: before, after with its range, and the file's mark. */
function sourcesFigure(words, width, rows, plan) {
  const most = Math.max(...rows.map((one) => Math.max(one.before, one.after, one.afterHigh ?? 0)), 1e-9);
  const scale = (value) => (Math.max(value, 0) / most) * (width - 2);
  const nodes = rows.flatMap((one, i) => {
    const y = i * ROW + LABEL + 4, value = words.tonnes(one.after, Math.max(one.after, 1));
    return [
      text(0, y - 5, fitted(one.name, width - 130), 'label'),
      text(width, y - 5, value, 'value', 'end'),
      rect(0.5, y + 0.5, scale(one.before), BAR - 1, 'before'),
      rect(0, y, scale(one.after), BAR, 'after'),
      one.afterLow === undefined ? null : whisker(scale(one.afterLow), scale(one.afterHigh), y + BAR / 2),
      line(scale(plan[i].after), y - 2, scale(plan[i].after), y + BAR + 2, 'ghost'),
    ];
  });
  return drawing(width, rows.length * ROW + 2, words.say('sources-title'), ...nodes);
}

/** The waterfall, lying: baseline, what each measure takes off, residual. */
function waterfallFigure(words, width, before, after, parts) {
  const saving = before - after, cut = saving > 0 && saving < 0.3 * before;
  const least = cut ? Math.max(0, after - 0.35 * saving) : Math.min(0, after), span = Math.max(before, after) - least || 1;
  const scale = (value) => ((value - least) / span) * (width - 2);
  let at = before;
  const steps = [{ name: words.say('baseline'), from: least, to: before, cls: 'before solid', value: before }];
  for (const one of parts) {
    steps.push({ name: one.name, from: at - one.value, to: at, cls: one.value < 0 ? 'more' : one.cls, value: -one.value });
    at -= one.value;
  }
  steps.push({ name: words.say('residual'), from: least, to: after, cls: 'after', value: after });
  const nodes = steps.flatMap((one, i) => {
    const y = i * ROW + LABEL + 4, x = scale(Math.min(one.from, one.to)), next = scale(i === steps.length - 1 ? one.to : (i ? one.from : one.to));
    return [
      text(0, y - 5, fitted(one.name, width - 130), 'label'),
      text(width, y - 5, words.tonnes(one.value, Math.max(Math.abs(one.value), 1)), 'value', 'end'),
      rect(x, y, Math.max(Math.abs(scale(one.to) - scale(one.from)), 1.5), BAR, one.cls),
      i < steps.length - 1 ? line(next, y + BAR, next, y + ROW, 'link') : null,
    ];
  });
  const found = drawing(width, steps.length * ROW + 2, words.say('waterfall-title'), ...nodes);
  return { node: found, cutAt: cut ? least : null };
}

/** Measures by what they save, with their overlap. */
function rankingFigure(words, width, rows) {
  const ends = rows.flatMap((one) => [one.shapley, one.alone, one.lastIn, one.plan]);
  const most = Math.max(...ends, 1e-9), least = Math.min(...ends, 0);
  const scale = (value) => ((value - least) / (most - least)) * (width - 2) + 1, zero = scale(0);
  const nodes = rows.flatMap((one, i) => {
    const y = i * ROW + LABEL + 4, x = scale(one.shapley);
    return [
      text(0, y - 5, fitted(one.name, width - 110), 'label'),
      text(width, y - 5, words.tonnes(one.shapley, Math.max(Math.abs(one.shapley), 1)), 'value', 'end'),
      rect(Math.min(zero, x), y, Math.max(Math.abs(x - zero), 1), BAR, one.cls),
      whisker(scale(Math.min(one.lastIn, one.alone)), scale(Math.max(one.lastIn, one.alone)), y + BAR / 2),
      line(scale(one.plan), y - 2, scale(one.plan), y + BAR + 2, 'ghost'),
    ];
  });
  return drawing(width, Math.max(rows.length, 1) * ROW + 2, words.say('ranking-title'), ...nodes);
}

/** What is still owed, year by year, with the band of the draws. */
function debtFigure(words, width, found, drawn, plan) {
  const height = Math.round(clip(width * 0.55, 230, 380)), bottom = height - 26, top = 10;
  const values = [...found.curve, ...(plan?.curve ?? []), ...(drawn?.band ?? []).flatMap(([, a, b]) => [a, b]), 0];
  const high = Math.max(...values), low = Math.min(...values), first = found.years[0], last = Math.max(found.years.at(-1), plan?.years.at(-1) ?? 0);
  const left = roomForTicks(steps(low, high, 5).map((one) => words.number(one)));
  const x = (year) => left + ((year - first) / Math.max(last - first, 1)) * (width - left - 12);
  const y = (value) => bottom - ((value - low) / (high - low || 1)) * (bottom - top);
  const way = (years, curve) => curve.map((one, i) => `${i ? 'L' : 'M'}${x(years[i]).toFixed(1)} ${y(one).toFixed(1)}`).join('');
  const nodes = steps(low, high, 5).flatMap((one) => [
    line(left, y(one), width - 12, y(one), one === 0 ? 'zero' : 'grid'),
    text(left - 8, y(one) + 4, words.number(one), 'tick', 'end'),
  ]);
  for (const year of steps(first, last, Math.max(2, Math.floor(width / 90))).filter(Number.isInteger)) nodes.push(text(x(year), height - 6, String(year), 'tick', 'middle'));
  if (drawn) {
    const up = drawn.band.map(([year, , b]) => [year, b]), down = drawn.band.map(([year, a]) => [year, a]).reverse();
    nodes.push(svg('path', { class: 'band', d: `${[...up, ...down].map(([year, one], i) => `${i ? 'L' : 'M'}${x(year).toFixed(1)} ${y(one).toFixed(1)}`).join('')}Z` }));
  }
  if (plan) nodes.push(svg('path', { class: 'ghost curve', d: way(plan.years, plan.curve) }));
  nodes.push(
    line(x(found.horizon), top, x(found.horizon), bottom, 'horizon'),
    text(x(found.horizon) - 5, top + 11, String(found.horizon), 'tick', 'end'),
    svg('path', { class: 'debt curve', d: way(found.years, found.curve) }),
  );
  if (found.balanceYear !== null && found.balanceYear <= last) {
    const cx = x(found.balanceYear), room = cx > width - 50;
    nodes.push(svg('circle', { cx, cy: y(0), r: 5, class: 'paid' }), text(room ? cx - 8 : cx, y(0) - 9, String(found.balanceYear), 'tick strong', room ? 'end' : 'middle'));
  }
  return drawing(width, height, words.say('debt-title'), ...nodes);
}

/** Origins and their ways to the host, on a sheet that Python has drawn. */
function mapFigure(words, width, map, heads) {
  const most = Math.max(...heads, 1), nodes = [
    svg('defs', {}, svg('clipPath', { id: 'sheet' }, svg('path', { d: map.outline }))),
    svg('path', { class: 'sea', d: map.outline }),
  ];
  const inside = svg('g', { 'clip-path': 'url(#sheet)' }, svg('path', { class: 'land', d: map.land }));
  const order = heads.map((_, i) => i).sort((a, b) => heads[b] - heads[a]);
  for (const i of order) if (heads[i] > 0) inside.append(svg('path', { class: 'way', d: map.starts[i].way, 'stroke-width': (0.8 + (3 * heads[i]) / most).toFixed(2) }));
  nodes.push(inside);
  for (const i of order) {
    const [cx, cy] = map.starts[i].at, r = 17 * Math.sqrt(heads[i] / most);
    if (heads[i] > 0) nodes.push(svg('circle', { cx, cy, r: Math.max(r, 2.5).toFixed(1), class: 'origin' }, svg('title', {}, `${words.of(map.starts[i].name)}: ${words.number(heads[i])}`)));
  }
  const [hx, hy] = map.host[1];
  nodes.push(svg('rect', { x: hx - 6, y: hy - 6, width: 12, height: 12, class: 'host' }));
  const found = drawing(map.width, map.height, words.say('map-title'), ...nodes);
  found.setAttribute('width', width);
  found.setAttribute('height', Math.round((width * map.height) / map.width));
  return found;
}

/** Room for the numbers of an axis. */
const roomForTicks = (labels) => 14 + 7.2 * Math.max(...labels.map((one) => one.length), 1);

/** A city's years with the targets. */
function yearsFigure(words, width, rows, goals) {
  const height = Math.round(clip(width * 0.5, 220, 340)), bottom = height - 26, top = 12;
  const most = Math.max(...rows.flatMap((one) => [one.before, one.after, one.plan]), ...goals.map((one) => one.most), 1e-9);
  const left = roomForTicks(steps(0, most, 5).map((one) => words.figures(one)));
  const y = (value) => bottom - (value / most) * (bottom - top), room = (width - left - 8) / rows.length;
  const bar = Math.min(room * 0.34, 54), nodes = steps(0, most, 5).flatMap((one) => [
    line(left, y(one), width - 8, y(one), one ? 'grid' : 'zero'), text(left - 8, y(one) + 4, words.figures(one), 'tick', 'end'),
  ]);
  rows.forEach((one, i) => {
    const middle = left + room * (i + 0.5);
    nodes.push(
      rect(middle - bar, y(one.before), bar - 1, bottom - y(one.before), 'before'),
      rect(middle, y(one.after), bar, bottom - y(one.after), 'after'),
      line(middle - 2, y(one.plan), middle + bar + 2, y(one.plan), 'ghost'),
      text(middle, height - 6, String(one.year), 'tick', 'middle'),
    );
    for (const goal of goals.filter((g) => g.year === one.year && !g.source)) nodes.push(line(middle - bar - 8, y(goal.most), middle + bar + 8, y(goal.most), 'goal'));
  });
  return drawing(width, height, words.say('years-title'), ...nodes);
}

/** A drawing as a picture, its colours written into it. */
function pngOf(node, name) {
  const copy = node.cloneNode(true), box = node.viewBox.baseVal, style = getComputedStyle(document.documentElement);
  const wanted = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'font-size', 'font-family', 'font-weight', 'opacity'];
  const from = [node, ...node.querySelectorAll('*')], to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((one, i) => {
    const look = getComputedStyle(one);
    for (const property of wanted) to[i].setAttribute(property, look.getPropertyValue(property));
  });
  copy.setAttribute('xmlns', SVG);
  copy.setAttribute('width', box.width);
  copy.setAttribute('height', box.height);
  const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }));
  const image = new Image(), scale = 2, margin = 16;
  image.addEventListener('load', () => {
    const canvas = el('canvas', { width: (box.width + 2 * margin) * scale, height: (box.height + 2 * margin) * scale });
    const pen = canvas.getContext('2d');
    pen.fillStyle = style.getPropertyValue('--paper');
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, margin * scale, margin * scale, box.width * scale, box.height * scale);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => download(name, blob));
  });
  image.src = address;
}
