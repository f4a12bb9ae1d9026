// A table of the package as a list: search, filters and order are kept in the address.
"use strict";
(() => {
  const { columns, rows, name } = window.bruTable;
  const escape = DataTable.util.escapeHtml;
  const shown = (column) => (value, type) => {
    if (type === "filter" && value.includes("&")) return escape(value); // goes through the page
    if (type !== "display" || value === "") return value;
    const text = `<bdi>${escape(value)}</bdi>`;
    return column.target ? `<a href="../${column.target}/${encodeURIComponent(value)}.html">${text}</a>` : text;
  };
  const wanted = new URLSearchParams(location.hash.slice(1));
  const order = wanted.get("order") ?? ""; // a field, after "-" the other way round
  const sorted = columns.findIndex((column) => column.name === order.replace("-", ""));
  const heads = [...document.querySelectorAll("#list th")];
  const list = new DataTable("#list", {
    data: rows,
    columns: columns.map((column, at) => ({
      render: shown(column),
      type: column.number ? "num" : "string",
      className: heads[at].className,
    })),
    autoWidth: false, // looks at every cell: most of the time that a large table takes
    deferRender: true,
    order: sorted < 0 ? [] : [[sorted, order.startsWith("-") ? "desc" : "asc"]],
    search: { search: wanted.get("q") ?? "" },
    language: { search: "Search", emptyTable: `There are no rows in ${name}.` },
  });
  const selects = [...document.querySelectorAll(".filters select")];
  const filter = ({ value, dataset }) => {
    const same = (_, row) => row[dataset.column] === value;
    list.column(Number(dataset.column)).search.fixed("choice", value ? same : null);
    return list;
  };
  for (const select of selects) {
    select.value = wanted.get(select.dataset.name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
    if (select.value) filter(select).draw();
    select.addEventListener("change", () => filter(select).draw());
  }
  list.on("draw", () => {
    const now = new URLSearchParams();
    if (list.search()) now.set("q", list.search());
    for (const select of selects) if (select.value) now.set(select.dataset.name, select.value);
    for (const [at, way] of list.order()) if (way) now.set("order", (way === "desc" ? "-" : "") + columns[at].name);
    history.replaceState(null, "", `${location.pathname}${now.size ? `#${now}` : ""}`);
  });
  document.querySelector("#state").textContent = "A search, filter or order becomes a part of the address, which can be kept and shared.";
})();
