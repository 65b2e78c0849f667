// The page works out what Python wrote into it, and says whether it agrees.

/** Compare with what Python wrote into the page. @returns {string} what differs, empty if nothing */
function selfCheck(page, plan) {
  const { promised } = page, { sources } = page.worlds[0].model, size = Math.abs(promised.before[0]) || 1;
  const far = (one, other) => Math.abs(one - other) > 1e-9 * Math.max(Math.abs(other), 1e-3 * size);
  for (const name of ['before', 'after', 'saving']) {
    const told = [plan.total[name], plan.total[`${name}Low`], plan.total[`${name}High`]];
    if (told.some((one, i) => far(one, promised[name][i]))) return name;
  }
  for (const [i, name] of sources.entries()) {
    const told = promised.sources[name];
    if (told && [plan.sources[i].after, plan.sources[i].afterLow, plan.sources[i].afterHigh].some((one, j) => far(one, told[j]))) return name;
  }
  for (const [i, { id }] of page.measures.entries()) {
    if (id in promised.shapley && far(plan.attribution.shapley[i], promised.shapley[id])) return id;
  }
  if (promised.removal !== null && plan.offset && far(plan.offset.removal, promised.removal)) return 'forest';
  return '';
}
