/** One chart from one table: lines over time, bars by group, or a heat map of the week. */

const HOUR = 3600;
const DASHES = ["solid", "solid", [6, 4], [2, 3], [8, 3, 2, 3], [1, 3]];
const MARKS = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"];

/** The colours of the page as they are now, dark or light; canvases know no light-dark(). */
function colours(element) {
  const probe = element.appendChild(document.createElement("i"));
  const of = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    series: [1, 2, 3, 4, 5, 6].map((number) => of(`chart-${number}`)),
    low: of("chart-low"), high: of("chart-high"), text: of("text-2"), quiet: of("text-3"), line: of("line"),
    surface: of("surface"), raised: of("raised"), strong: of("text"), edge: of("line-strong"),
  };
  probe.remove();
  return found;
}

function read(table) {
  const columns = [...table.tHead.rows[0].cells].slice(1).map((cell) => ({ name: cell.dataset.name, kind: cell.dataset.kind, title: cell.textContent.trim() }));
  const rows = [...table.tBodies[0].rows].map((row) => ({ key: row.dataset.key, label: row.cells[0].textContent.trim(), cells: [...row.cells].slice(1) }));
  return { columns, rows };
}

const number = (cell, kind) => (cell.dataset.value === "" ? null : Number(cell.dataset.value) / (kind === "duration" ? HOUR : 1) * (kind === "share" ? 100 : 1));
const followed = (cell) => { const link = cell?.querySelector("a"); if (link) location.assign(link.href); };

function frame(tint) {
  const font = getComputedStyle(document.body).fontFamily;
  return {
    animation: false,
    textStyle: { fontFamily: font, color: tint.text },
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: tint.raised, borderColor: tint.edge,
      textStyle: { color: tint.strong, fontSize: 12, fontFamily: font },
    },
  };
}

const axisText = (tint) => ({ color: tint.quiet, fontSize: 11, hideOverlap: true });
const names = (tint, name) => ({ name, nameTextStyle: { color: tint.quiet, fontSize: 11, align: "left", padding: [0, 0, 0, -28] }, nameGap: 10 });
const legend = (tint) => ({ top: 0, right: 4, itemWidth: 18, itemHeight: 8, icon: undefined, textStyle: { color: tint.text, fontSize: 11 } });
const shown = (table, column) => (value, at) => table.rows[at]?.cells[column].textContent.trim() ?? "";

/* Durations and counts never share an axis: the chart shows the kind of the first column, counts otherwise. */
function drawn(columns, wanted) {
  const kinds = columns.map((column) => column.kind);
  const kind = wanted ?? (kinds.includes("duration") ? "duration" : kinds.includes("share") ? "share" : "number");
  return { kind, at: columns.map((_each, at) => at).filter((at) => kinds[at] === kind) };
}

const unit = (figure, kind) => ({ duration: figure.dataset.hoursName, share: "%" }[kind] ?? figure.dataset.countName);

function tipped(table, at) {
  return (points) => {
    const row = table.rows[(Array.isArray(points) ? points[0] : points).dataIndex];
    return [row.label, ...at.map((column) => `${table.columns[column].title}: ${row.cells[column].textContent.trim()}`)].join("\n");
  };
}

function lines(figure, table, tint) {
  const { kind, at } = drawn(table.columns);
  const base = frame(tint);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: "axis", formatter: tipped(table, at), axisPointer: { lineStyle: { color: tint.edge } } },
    legend: legend(tint),
    grid: { left: 8, right: 12, top: 40, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: table.rows.map((row) => row.label), boundaryGap: table.rows.length < 2, axisLabel: axisText(tint), axisLine: { lineStyle: { color: tint.edge } }, axisTick: { show: false } },
    yAxis: { type: "value", min: 0, minInterval: kind === "number" ? 1 : undefined, ...names(tint, unit(figure, kind)), axisLabel: axisText(tint), splitLine: { lineStyle: { color: tint.line } } },
    series: at.map((column, order) => ({
      type: "line", name: table.columns[column].title, data: table.rows.map((row) => number(row.cells[column], kind)),
      color: table.columns[column].name.endsWith("_target") ? tint.quiet : tint.series[order],
      lineStyle: { width: 2, type: table.columns[column].name.endsWith("_target") ? "dashed" : DASHES[order] },
      symbol: MARKS[order], symbolSize: table.rows.length > 31 ? 4 : 6, showSymbol: table.rows.length <= 31, connectNulls: true, triggerLineEvent: true,
    })),
  };
}

function bars(figure, table, tint) {
  const { kind, at: fitting } = drawn(table.columns, table.columns[0].kind);
  const at = fitting.slice(0, 2); // more bars side by side cannot be compared
  const base = frame(tint);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: "axis", formatter: tipped(table, at), axisPointer: { type: "shadow" } },
    legend: at.length > 1 ? legend(tint) : undefined,
    grid: { left: 8, right: 24, top: at.length > 1 ? 30 : 12, bottom: 22, containLabel: true },
    yAxis: { type: "category", inverse: true, data: table.rows.map((row) => row.label), axisLabel: { color: tint.text, fontSize: 11, width: 130, overflow: "truncate" }, axisLine: { lineStyle: { color: tint.edge } }, axisTick: { show: false } },
    xAxis: { type: "value", min: 0, minInterval: kind === "number" ? 1 : undefined, name: unit(figure, kind), nameLocation: "middle", nameGap: 22, nameTextStyle: { color: tint.quiet, fontSize: 11 }, axisLabel: axisText(tint), splitLine: { lineStyle: { color: tint.line } } },
    series: at.map((column, order) => ({
      type: "bar", name: table.columns[column].title, data: table.rows.map((row) => number(row.cells[column], kind)), color: tint.series[order],
      barMaxWidth: 18, barGap: "10%", itemStyle: { borderRadius: [0, 3, 3, 0] }, label: { show: table.rows.length <= 12, position: "right", color: tint.text, fontSize: 11, formatter: (point) => (point.value ? shown(table, column)(point.value, point.dataIndex) : "") },
    })),
  };
}

function heat(figure, table, tint) {
  const days = figure.dataset.days.split("|");
  const cells = table.rows.map((row, at) => [Number(row.key) % 24, Math.floor(Number(row.key) / 24), number(row.cells[0]), at]);
  const most = Math.max(1, ...cells.map((cell) => cell[2]));
  const base = frame(tint);
  return {
    ...base,
    tooltip: { ...base.tooltip, formatter: (point) => tipped(table, [0])({ dataIndex: point.value[3] }) },
    grid: { left: 8, right: 8, top: 8, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: [...Array(24).keys()].map((hour) => String(hour).padStart(2, "0")), axisLabel: { ...axisText(tint), interval: 1 }, axisTick: { show: false }, axisLine: { show: false } },
    yAxis: { type: "category", inverse: true, data: days, axisLabel: axisText(tint), axisTick: { show: false }, axisLine: { show: false } },
    visualMap: { show: false, min: 0, max: most, dimension: 2, inRange: { color: [tint.low, tint.high] } },
    series: [{ type: "heatmap", data: cells, itemStyle: { borderColor: tint.surface, borderWidth: 2, borderRadius: 3 }, emphasis: { itemStyle: { borderColor: tint.strong } } }],
  };
}

const KINDS = { lines, bars, heat };

/* Six lines in one chart are none that can be read: durations of one thing each get a chart of their own. */
function parts(table) {
  const timed = table.columns.filter((column) => column.kind === "duration");
  const words = [...new Set(timed.map((column) => column.name.split("_")[0]))];
  if (timed.length < 4 || words.length < 2) return [table];
  const without = (word) => (column) => column.kind !== "duration" || column.name.startsWith(word);
  return words.map((word) => {
    const kept = table.columns.map(without(word));
    return { columns: table.columns.filter((_each, at) => kept[at]), rows: table.rows.map((row) => ({ ...row, cells: row.cells.filter((_each, at) => kept[at]) })) };
  });
}

function drawIn(library, figure, place, table, kind) {
  const chart = library.init(place, null, { renderer: "canvas" });
  chart.setOption(KINDS[kind](figure, table, colours(figure)));
  chart.on("click", (point) => {
    const at = kind === "heat" ? point.value[3] : point.dataIndex;
    const column = kind === "heat" ? 0 : table.columns.findIndex((each) => each.title === point.seriesName);
    followed(table.rows[at]?.cells[column]);
  });
  return chart;
}

/** Draw the figure's charts; none where there is nothing to draw. */
export function draw(library, figure) {
  const place = figure.querySelector("[data-canvas]");
  const table = read(figure.querySelector("table"));
  const kind = figure.dataset.chart;
  if (!table.rows.length || !place) return [];
  if (kind === "bars" && figure.closest(".report")) place.style.height = `${Math.min(40, Math.max(8, table.rows.length * 2.2 + 4))}rem`;
  for (const other of figure.querySelectorAll("[data-canvas] ~ [data-canvas]")) other.remove();
  const tables = kind === "lines" ? parts(table) : [table];
  const places = [place, ...tables.slice(1).map(() => place.cloneNode())];
  place.after(...places.slice(1));
  return tables.map((part, at) => drawIn(library, figure, places[at], part, kind));
}
