// A table of the package as a list: search, filters and order are kept in the address.
"use strict";
(() => {
  const { columns, rows, name } = window.bruTable;
  const escape = DataTable.util.escapeHtml ?? ((text) =>
    text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`));
  const shown = (column) => (value, type) => {
    if (type === "sort" || value === "") return value;
    if (type !== "display") return escape(value); // it is put into the page to be searched, too
    const text = `<bdi>${escape(value)}</bdi>`;
    return column.target ? `<a href="../${column.target}/${encodeURIComponent(value)}.html">${text}</a>` : text;
  };
  const wanted = new URLSearchParams(location.hash.slice(1));
  const heads = [...document.querySelectorAll("#list th")];
  const list = new DataTable("#list", {
    data: rows,
    columns: columns.map((column, at) => ({
      render: shown(column),
      type: column.number ? "num" : "string",
      className: heads[at].className,
    })),
    deferRender: true,
    order: [],
    pageLength: 25,
    search: { search: wanted.get("q") ?? "" },
    language: { search: "Search", emptyTable: `There are no rows in ${name}.` },
  });
  const selects = [...document.querySelectorAll(".filters select")];
  const filter = ({ value, dataset }) => {
    const same = (cell) => cell === value || cell === escape(value);
    list.column(Number(dataset.column)).search.fixed("choice", value ? same : null);
    return list;
  };
  for (const select of selects) {
    select.value = wanted.get(select.dataset.name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
    if (select.value) filter(select);
    select.addEventListener("change", () => filter(select).draw());
  }
  list.draw();
  list.on("draw", () => {
    const now = new URLSearchParams();
    if (list.search()) now.set("q", list.search());
    for (const select of selects) if (select.value) now.set(select.dataset.name, select.value);
    history.replaceState(null, "", `${location.pathname}${now.size ? `#${now}` : ""}`);
  });
})();
