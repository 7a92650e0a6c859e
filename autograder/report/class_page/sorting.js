"use strict";
// Every table with the class "sortable" is sorted by a click on a column's name. Without this script all is there too.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
  const numeric = (text) => text !== "" && !Number.isNaN(Number(text));
  const compare = (a, b) => {
    if (numeric(a) && numeric(b)) return Number(a) - Number(b);
    return a.localeCompare(b, "en", { numeric: true });
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const first = head.dataset.first === "descending" ? -1 : 1;
      const before = head.getAttribute("aria-sort");
      const sign = before === null ? first : before === "ascending" ? -1 : 1;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
      const rows = [...body.rows].map((row) => [key(row, column), row]);
      // What cannot be said stands last, whichever way.
      rows.sort(([a], [b]) => (a === "") - (b === "") || sign * compare(a, b));
      body.append(...rows.map(([, row]) => row));
    });
  });
}
