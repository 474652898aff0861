// Reads CSV as RFC 4180 has it: quoted cells may hold commas, quotes and line breaks.

/** Rows of cells. */
export function readCsv(text) {
  const rows = [];
  let row = [];
  let rest = text;
  while (rest) {
    const quoted = /^"((?:[^"]|"")*)"(,|\r\n)/.exec(rest);
    const [all, cell, end] = quoted ?? /^([^",\r\n]*)(,|\r\n)/.exec(rest) ?? [];
    if (all === undefined) throw new Error(`no CSV at ${JSON.stringify(rest.slice(0, 80))}`);
    row.push(quoted ? cell.replaceAll('""', '"') : cell);
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
    rest = rest.slice(all.length);
  }
  return rows;
}
