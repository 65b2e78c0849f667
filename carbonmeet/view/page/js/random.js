// NumPy's Philox4x64-10 and its ziggurat for standard normals, number for number.
// See numpy/random/src/philox and distributions.c; Marsaglia and Tsang (2000), "The ziggurat method
// for generating random variables", Journal of Statistical Software 5(8).

/** Upper half of the product of two 32-bit words. @param {number} a @param {number} b */
function mulHigh(a, b) {
  const al = a & 0xffff, ah = a >>> 16, bl = b & 0xffff, bh = b >>> 16;
  const lh = al * bh, hl = ah * bl;
  const middle = ((al * bl) >>> 16) + (lh & 0xffff) + (hl & 0xffff);
  return ah * bh + (lh >>> 16) + (hl >>> 16) + (middle >>> 16);
}

const TWO32 = 4294967296;
const product = new Uint32Array(4);

/** The product of two 64-bit numbers into `product`, lowest word first. */
function mulWide(ah, al, bh, bl) {
  product[0] = Math.imul(al, bl);
  const first = mulHigh(al, bl) + (Math.imul(al, bh) >>> 0) + (Math.imul(ah, bl) >>> 0);
  product[1] = first;
  const second = mulHigh(al, bh) + mulHigh(ah, bl) + (Math.imul(ah, bh) >>> 0)
    + Math.floor(first / TWO32);
  product[2] = second;
  product[3] = mulHigh(ah, bh) + Math.floor(second / TWO32);
}

/** Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3"; ten rounds. */
class Philox {
  /**
   * @param {Uint32Array} key two 64-bit words, lowest 32 bits first
   * @param {number} block third word of the counter: blocks lie 2^128 numbers apart
   */
  constructor(key, block) {
    this.key = key;
    this.counter = 0; // first word of the counter: a block never exhausts it
    this.block = block;
    this.words = new Uint32Array(8);
    this.at = 4;
    this.low = 0;
    this.high = 0;
  }

  /** The next 64 bits into `low` and `high`. */
  next() {
    if (this.at === 4) {
      this.counter += 1;
      this.round();
      this.at = 0;
    }
    this.low = this.words[2 * this.at];
    this.high = this.words[2 * this.at + 1];
    this.at += 1;
  }

  round() {
    let c0l = this.counter, c0h = 0, c1l = 0, c1h = 0, c2l = this.block, c2h = 0, c3l = 0, c3h = 0;
    let [k0l, k0h, k1l, k1h] = this.key;
    for (let i = 0; i < 10; i++) {
      if (i) {
        const a = k0l + 0x7f4a7c15, b = k1l + 0x84caa73b;
        k0l = a >>> 0;
        k0h = (k0h + 0x9e3779b9 + (a >= TWO32 ? 1 : 0)) >>> 0;
        k1l = b >>> 0;
        k1h = (k1h + 0xbb67ae85 + (b >= TWO32 ? 1 : 0)) >>> 0;
      }
      mulWide(0xd2e7470e, 0xe14c6c93, c0h, c0l);
      const [al, ah, bl, bh] = product;
      mulWide(0xca5a8263, 0x95121157, c2h, c2l);
      c0l = (product[2] ^ c1l ^ k0l) >>> 0;
      c0h = (product[3] ^ c1h ^ k0h) >>> 0;
      c2l = (bl ^ c3l ^ k1l) >>> 0;
      c2h = (bh ^ c3h ^ k1h) >>> 0;
      [c1l, c1h, c3l, c3h] = [product[0], product[1], al, ah];
    }
    this.words.set([c0l, c0h, c1l, c1h, c2l, c2h, c3l, c3h]);
  }

  /** A number from 0 to below 1. */
  uniform() {
    this.next();
    return (this.high * 2097152 + (this.low >>> 11)) / 9007199254740992;
  }

  /** A standard normal number. */
  normal() {
    const { wide, keep, height } = ZIGGURAT;
    for (;;) {
      this.next();
      const layer = this.low & 255, tail = (this.low >>> 17) & 1;
      const magnitude = (this.high & 0x1fffffff) * 8388608 + (this.low >>> 9);
      const x = (this.low >>> 8) & 1 ? -magnitude * wide[layer] : magnitude * wide[layer];
      if (magnitude < keep[layer]) return x;
      if (layer === 0) {
        for (;;) {
          const far = -Math.log1p(-this.uniform()) / EDGE, other = -Math.log1p(-this.uniform());
          if (other + other > far * far) return tail ? -(EDGE + far) : EDGE + far;
        }
      }
      const step = (height[layer - 1] - height[layer]) * this.uniform() + height[layer];
      if (step < Math.exp(-0.5 * x * x)) return x;
    }
  }
}

/** Where the tail begins, and the area of each of the 256 layers. */
const EDGE = 3.6541528853610087963519472518;
const LAYER = 0.00492867323397465524494;

const ZIGGURAT = (() => {
  const full = 2 ** 52, curve = (x) => Math.exp(-0.5 * x * x);
  const wide = new Float64Array(256), keep = new Float64Array(256), height = new Float64Array(256);
  const base = LAYER / curve(EDGE);
  let outer = EDGE;
  wide[0] = base / full;
  keep[0] = Math.floor((EDGE / base) * full);
  height[0] = 1;
  wide[255] = EDGE / full;
  height[255] = curve(EDGE);
  for (let i = 254; i >= 1; i--) {
    const inner = Math.sqrt(-2 * Math.log(LAYER / outer + curve(outer)));
    keep[i + 1] = Math.floor((inner / outer) * full);
    wide[i] = inner / full;
    height[i] = curve(inner);
    outer = inner;
  }
  keep[1] = 0;
  return { wide, keep, height };
})();

/**
 * Standard normals of one stream, as Python draws them.
 * @param {string} key 32 hexadecimal digits: two 64-bit words as they lie in memory
 * @param {Float64Array} out filled from `at` on
 */
function normals(key, out, at, count, blockSize) {
  const words = new Uint32Array(4);
  for (let i = 0; i < 4; i++) {
    const bytes = key.slice(8 * i, 8 * i + 8).match(/../g).reverse();
    words[i] = parseInt(bytes.join(''), 16);
  }
  for (let block = 0; block * blockSize < count; block++) {
    const stream = new Philox(words, block);
    const stop = Math.min(count, (block + 1) * blockSize);
    for (let i = block * blockSize; i < stop; i++) out[at + i] = stream.normal();
  }
}
