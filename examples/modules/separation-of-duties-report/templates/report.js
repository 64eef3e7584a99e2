"use strict";
(() => {
  const form = document.querySelector(".filter"), table = document.querySelector(".matrix table"), none = document.querySelector("#no-match");
  const search = form.querySelector("[type=search]"), found = form.querySelector("output");
  const rows = [...table.querySelectorAll("tbody tr:not(.catalog)")], heads = [...table.querySelectorAll("th[scope=col]")];
  const columns = [...table.querySelectorAll("col")].slice(1);
  const articles = [...document.querySelectorAll(".list article")], items = new Map();
  for (const item of document.querySelectorAll("[data-rule]")) items.set(item.dataset.rule, item);

  // A rule is one cell of the matrix and one item of the list.
  const rules = [...table.querySelectorAll("td[data-at]")].map((cell) => {
    const column = cell.cellIndex - 1, row = cell.parentNode, item = items.get(cell.dataset.at);
    const words = [row.cells[0], heads[column]].map((e) => e.textContent).join("\n") + "\n" + cell.dataset.at;
    return { cell, row, column, item, kind: heads[column].dataset.kind, conflicts: "conflict" in cell.dataset, words: words.toLowerCase() };
  });

  function filter() {
    const wanted = search.value.trim().toLowerCase(), show = form.elements.show.value, all = !wanted && !show;
    const usedRows = new Set(), usedColumns = new Set();
    let count = 0;
    for (const rule of rules) {
      const shown = rule.words.includes(wanted) && (!show || show === rule.kind || (show === "conflicts" && rule.conflicts));
      rule.cell.classList.toggle("dim", !shown);
      rule.item.hidden = !shown;
      if (!shown) continue;
      count++;
      usedRows.add(rule.row);
      usedColumns.add(rule.column);
    }
    for (const row of rows) {
      row.hidden = !usedRows.has(row);
      for (let i = 0; i < heads.length; i++) row.cells[i + 1].hidden = !usedColumns.has(i);
    }
    heads.forEach((head, i) => { head.hidden = columns[i].hidden = !usedColumns.has(i); });
    for (const group of table.querySelectorAll("th[scope=colgroup]")) {
      group.colSpan = heads.filter((head) => head.dataset.kind === group.dataset.kind && !head.hidden).length || 1;
      group.hidden = !heads.some((head) => head.dataset.kind === group.dataset.kind && !head.hidden);
    }
    for (const body of table.tBodies) {
      body.hidden = [...body.rows].every((row) => row.hidden || row.className === "catalog");
      if (body.rows[0].className === "catalog") body.rows[0].cells[0].colSpan = 1 + usedColumns.size;
    }
    for (const article of articles) article.hidden = !article.querySelector("li:not([hidden])");
    for (const section of document.querySelectorAll(".matrix, .list")) section.hidden = count === 0;
    none.hidden = count > 0;
    found.value = (all ? "" : `${count} of `) + rules.length + (rules.length === 1 ? " rule" : " rules");
  }

  // The header of the column under the pointer is marked, as CSS does with the row.
  let marked;
  function mark(event) {
    const cell = event.target.closest("tbody td"), head = cell ? heads[cell.cellIndex - 1] : undefined;
    if (head === marked) return;
    for (const e of [marked, columns[heads.indexOf(marked)]]) e?.classList.remove("at");
    for (const e of [head, columns[heads.indexOf(head)]]) e?.classList.add("at");
    marked = head;
  }

  // Paper cannot be unfolded.
  addEventListener("beforeprint", () => { for (const e of document.querySelectorAll("details")) e.open = true; });

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  table.addEventListener("pointerover", mark);
  table.addEventListener("pointerleave", mark);
  // A reload may have kept what was typed before.
  if (search.value || form.elements.show.value) filter();
})();
