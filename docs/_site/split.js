/* Words of a query: runs of letters; within a run of Chinese, the longest words of the index. */
window.splitQuery = (query) => {
  const index = Search._index ?? { terms: {}, titleterms: {} };
  const known = (word) => Object.hasOwn(index.terms, word) || Object.hasOwn(index.titleterms, word);
  const words = [];
  for (const run of query.match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{Letter}\p{Number}_])+/gu) ?? []) {
    if (!/\p{Script=Han}/u.test(run)) {
      words.push(run);
      continue;
    }
    for (let at = 0; at < run.length; ) {
      let size = Math.min(run.length - at, 8);
      while (size > 1 && !known(run.slice(at, at + size))) size -= 1;
      if (size > 1) words.push(run.slice(at, at + size));
      at += size;
    }
  }
  return words;
};
