"use strict";
(() => {
  const find = (selector, root = document) => root.querySelector(selector), all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = find(".filter"), fields = form.elements, found = find("output"), none = find("#no-match"), part = find("#matrix");
  const boxes = all("[data-box]"), risks = all("[data-risk]"), folds = all("#findings details, .list details").map((e) => [e, e.open]);

  // The list of access packages says everything about a rule. The other lists show the same rules again.
  const rules = new Map();
  for (const box of all("#packages [data-catalog]")) {
    for (const about of all("details", box)) {
      const name = find("h4", about).textContent;
      for (const item of all("[data-rule]", about)) {
        const { rule, kind, severity, conflicts } = item.dataset;
        rules.set(rule, {
          kind, severity: severity ?? "none", conflicts, risks: all(".risk", item).map((e) => e.textContent), catalog: box.dataset.catalog, items: [],
          package: { id: about.id, name, catalog: box.dataset.catalog, heading: find("h3", box)?.textContent },
          target: { id: rule.split("/")[1], name: find("b", item).textContent },
          words: [name, item.textContent, rule].join("\n").toLowerCase(),
        });
      }
    }
  }
  // Findings about a rule that is gone.
  const others = [];
  for (const item of all("[data-rule]")) {
    const rule = rules.get(item.dataset.rule);
    if (rule) rule.items.push(item);
    else others.push(item);
  }

  function filter() {
    const words = fields.words.value.trim().toLowerCase(), severity = fields.severity?.value, catalog = fields.catalog?.value, kind = fields.kind.value;
    const active = Boolean(words || severity || catalog || kind || fields.conflicts.checked), shown = [];
    for (const rule of rules.values()) {
      const wanted = rule.words.includes(words) && (!severity || rule.severity === severity) && (!catalog || rule.catalog === catalog) &&
        (!kind || rule.kind === kind) && (!fields.conflicts.checked || rule.conflicts > 0);
      if (wanted) shown.push(rule);
      for (const item of rule.items) item.hidden = !wanted;
    }
    for (const item of others) item.hidden = active && !(words && item.textContent.toLowerCase().includes(words));
    const named = new Set(shown.flatMap((rule) => rule.risks));
    for (const risk of risks) risk.hidden = active && !named.has(risk.dataset.risk);
    for (const box of boxes) box.hidden = !find("[data-rule]:not([hidden])", box);
    for (const [fold, open] of folds) fold.open = open || (active && shown.length <= 60);
    none.hidden = shown.length > 0;
    found.value = (active ? `${shown.length} of ` : "") + rules.size + (rules.size === 1 ? " rule" : " rules");
    draw(shown);
  }

  // A matrix is for a glance. A table that is too large to read isn't drawn; the page asks for a choice.
  const widest = 60, longest = 60;
  const counting = new Intl.Collator("en", { numeric: true }), byName = (one, two) => counting.compare(one.name, two.name);
  const distinct = (objects) => [...new Map(objects.map((object) => [object.id, object])).values()];

  function draw(shown) {
    const rows = distinct(shown.map((rule) => rule.package)), table = document.createElement("table");
    const kinds = ["group", "access_package"].map((kind) => distinct(shown.filter((rule) => rule.kind === kind).map((rule) => rule.target)).sort(byName));
    const columns = kinds.flat(), tooMany = rows.length > longest || columns.length > widest;
    part.hidden = shown.length === 0;
    part.classList.toggle("wide", columns.length > 30);
    find(".too-many", part).hidden = !tooMany;
    find(".scroll", part).hidden = find(".legend", part).hidden = tooMany;
    if (tooMany) {
      find(".too-many p", part).textContent = `${rows.length} access packages by ${columns.length} groups and access packages: too many to look at. Filter, or pick a catalog.`;
    } else {
      head(table, kinds);
      body(table, rows, columns, kinds[0].length, new Map(shown.map((rule) => [rule.package.id + "/" + rule.target.id, rule])));
    }
    find("table", part).replaceWith(table);
  }

  function make(parent, name, properties, text) {
    const element = Object.assign(document.createElement(name), properties);
    if (text) element.append(Object.assign(document.createElement("bdi"), { textContent: text }));
    parent.append(element);
    return element;
  }

  function head(table, kinds) {
    const top = table.createTHead(), over = top.insertRow(), names = top.insertRow();
    over.insertCell();
    names.insertCell();
    kinds.forEach((targets, i) => {
      if (targets.length === 0) return;
      make(over, "th", { scope: "colgroup", className: "kind", colSpan: targets.length }, i ? "Access packages" : "Groups");
      targets.forEach((target, j) => make(make(names, "th", { scope: "col", title: target.name, className: i && !j ? "first" : "" }), "span", {}, target.name));
    });
  }

  function body(table, rows, columns, groups, at) {
    let catalog;
    for (const row of rows) {
      if (row.heading && row.catalog !== catalog) {
        catalog = row.catalog;
        const line = make(make(table, "tbody", {}), "tr", { className: "catalog" });
        make(make(line, "th", { scope: "rowgroup", colSpan: 1 + columns.length }), "span", {}, row.heading);
      }
      const line = make(table.tBodies[table.tBodies.length - 1] ?? make(table, "tbody", {}), "tr", {});
      make(make(line, "th", { scope: "row", title: row.name }), "a", { href: "#" + row.id }, row.name);
      columns.forEach((column, i) => {
        const rule = at.get(row.id + "/" + column.id), cell = make(line, "td", { className: (i === groups ? "first " : "") + (row.id === column.id ? "self" : "") });
        if (!rule) return;
        const { conflicts } = rule, count = conflicts > 0;
        cell.title = `${row.name} and ${column.name}`;
        make(cell, "i", { className: count ? "number" : conflicts === undefined ? "hollow" : "mark", textContent: count ? conflicts : "" });
        make(cell, "span", { className: "unseen", textContent: count ? " in conflict" : conflicts === undefined ? "Rule" : "Rule, no one in conflict" });
      });
    }
  }

  // A link into a list that is folded unfolds it.
  function reveal() {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.matches("details")) target.open = true;
  }

  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  part.addEventListener("click", (event) => {
    const choice = event.target.closest("button");
    if (!choice) return;
    fields.catalog.value = choice.value;
    fields.catalog.focus({ preventScroll: true });
    filter();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input, select")) {
      event.preventDefault();
      fields.words.select();
    }
  });
  addEventListener("hashchange", reveal);
  // Paper cannot be unfolded.
  addEventListener("beforeprint", () => { for (const fold of all("details")) fold.open = true; });

  // Headings stick below the bar, which has more lines in a narrow window.
  const bar = find(".bar"), fit = () => document.documentElement.style.setProperty("--bar", getComputedStyle(bar).position === "sticky" ? bar.offsetHeight + "px" : "0px");
  bar.hidden = false;
  fit();
  addEventListener("resize", fit);
  // A reload may have kept what was typed before.
  filter();
  reveal();
})();
