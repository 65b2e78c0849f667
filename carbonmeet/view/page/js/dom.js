// Elements, words and numbers. Text goes in as text: nothing a file says can become markup.

/**
 * An element. @param {string} tag @param {object} attributes `on…` are listeners, `class` a class
 * @param {...(Node|string|null)} children
 */
function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

const SVG = 'http://www.w3.org/2000/svg';

/** An element of a drawing. */
function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else node.setAttribute(name, String(value));
  }
  node.append(...children.filter((one) => one !== null && one !== undefined && one !== false));
  return node;
}

/** The words of one language, and its way to write numbers. */
class Words {
  /** @param {Object<string, [string, string]>} table @param {'en'|'zh'} lang */
  constructor(table, lang) {
    Object.assign(this, { table, lang, at: lang === 'zh' ? 1 : 0 });
    this.locale = lang === 'zh' ? 'zh-CN' : 'en-GB';
    this.formats = new Map();
  }

  /** A word, its places filled. */
  say(key, given = {}) {
    return this.table[key][this.at].replace(/\{(\w+)\}/g, (_, name) => given[name] ?? '');
  }

  /** One of two wordings; the other where one is missing. */
  of(pair) { return pair[this.at] || pair[1 - this.at] || ''; }

  number(value, digits = 0) {
    if (!this.formats.has(digits)) {
      this.formats.set(digits, new Intl.NumberFormat(this.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
    }
    const text = this.formats.get(digits).format(value).replace('-', '−');
    return /^−0(\.0+)?$/.test(text) ? text.slice(1) : text;
  }

  /** To four figures, as a control tells a number. */
  figures(value) {
    if (!Number.isFinite(value)) return '–';
    this.short ??= new Intl.NumberFormat(this.locale, { maximumSignificantDigits: 4 });
    return this.short.format(value).replace('-', '−');
  }

  percent(share, digits = 0) { return `${this.number(100 * share, digits)}%`; }

  tonnes(value, size = value) { return `${this.number(value, decimals(size))} t CO₂e`; }

  area(hectares) {
    if (!Number.isFinite(hectares)) return '–';
    const digits = decimals(hectares);
    return this.say('area', { ha: this.number(hectares, digits), mu: this.number(hectares * MU_PER_HA, decimals(hectares * 10)) });
  }

  list(words) { return words.join(this.say('list-join')); }
}

/** Digits behind the point that a size of this order deserves. */
function decimals(size) {
  const whole = Math.abs(size);
  if (whole >= 100 || whole === 0) return 0;
  return whole >= 10 ? 1 : 2;
}

/** Hand a file to the reader. */
function download(name, parts, type) {
  const blob = parts instanceof Blob ? parts : new Blob([parts], { type });
  const link = el('a', { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
