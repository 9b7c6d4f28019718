/* Draws the cost curve of a case. The figures come as exact text; numbers are made of them for drawing only. */

"use strict";

(function () {
  const figure = document.querySelector("figure.curve");
  if (!figure || !window.uPlot) return;
  const plot = figure.querySelector(".plot");
  const readout = figure.querySelector(".readout");

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = (text) => (text === null ? null : Number(text));
  const seconds = (day) => Date.parse(day + "T00:00:00Z") / 1000;

  fetch(figure.dataset.curve, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then(show)
    .catch(() => { document.querySelector(".curve-table").open = true; });

  function show(curve) {
    const points = curve.points;
    const data = [
      points.map((point) => seconds(point.date)),
      points.map(() => number(curve.run)),
      points.map((point) => number(point.total)),
      points.map((point) => number(point.exit)),
    ];
    figure.hidden = false;
    let chart = draw();
    let here = 0;
    tell(here);

    function draw() {
      plot.replaceChildren();
      return new uPlot(options(curve, point => { here = point; tell(point); }), data, plot);
    }

    function tell(index) {
      const point = points[index];
      const part = (kind, name, text) => {
        const item = document.createElement("i");
        item.className = kind;
        item.textContent = name + " " + text;
        return item;
      };
      const day = document.createElement("b");
      day.textContent = point.permitted ? "Sent on " + point.day : point.day + ", not allowed";
      const edges = curve.cliffs.filter((cliff) => cliff.day === point.date).map((cliff) => {
        const told = document.createElement("em");
        told.textContent = cliff.told;
        return told;
      });
      readout.replaceChildren(
        day, " ", part("total", "cost in all", point.total_shown),
        " ", part("exit", "price of leaving", point.exit_shown),
        " ", part("saving", "saved", point.saving_shown),
        " ", part("run", "letting it run", curve.run_shown), ...edges,
      );
    }

    plot.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -points.length, End: points.length }[event.key];
      if (!step) return;
      event.preventDefault();
      here = Math.min(points.length - 1, Math.max(0, here + step));
      chart.setCursor({ left: chart.valToPos(data[0][here], "x"), top: chart.valToPos(data[2][here] ?? 0, "y") });
      tell(here);
    });
    new ResizeObserver(() => chart.setSize(size())).observe(plot);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { chart.destroy(); chart = draw(); });
  }

  function size() {
    return { width: plot.clientWidth, height: plot.clientHeight };
  }

  // The zone in which leaving saves nothing lies behind the lines, each cliff as a line of its own across them.
  function ground(chart, curve) {
    if (!curve.dead_zone) return;
    const { ctx, bbox } = chart;
    const left = Math.max(bbox.left, chart.valToPos(seconds(curve.dead_zone), "x", true));
    ctx.save();
    ctx.fillStyle = color("--dead");
    ctx.fillRect(left, bbox.top, bbox.left + bbox.width - left, bbox.height);
    ctx.restore();
  }

  function edges(chart, curve) {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
    for (const cliff of curve.cliffs) {
      const x = chart.valToPos(seconds(cliff.day), "x", true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.strokeStyle = color(cliff.dearer ? "--bad" : "--good");
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  function options(curve, seen) {
    const stepped = uPlot.paths.stepped({ align: 1 });
    const short = new Intl.NumberFormat("en", {
      style: "currency", currency: curve.currency, notation: "compact", maximumFractionDigits: 1,
    });
    const day = (at) => curve.points[Math.round((at - seconds(curve.points[0].date)) / 86400)]?.day.replace(/ \d+$/, "") ?? "";
    const axis = {
      stroke: color("--soft"), font: "13px " + getComputedStyle(plot).fontFamily,
      grid: { stroke: color("--rule"), width: 1 }, ticks: { show: false },
    };
    return {
      ...size(),
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC"),
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
      scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.06 : 1] } },
      axes: [
        { ...axis, grid: { show: false }, space: 70, size: 34, incrs: [1, 2, 7, 14, 28, 56].map((days) => days * 86400),
          values: (_, at) => at.map(day) },
        { ...axis, size: 64, values: (_, at) => at.map((one) => short.format(one)) },
      ],
      series: [
        {},
        { stroke: color("--run"), width: 1.5, dash: [5, 5], points: { show: false } },
        { stroke: color("--total"), width: 2.5, paths: stepped, points: { show: false } },
        { stroke: color("--exit"), width: 2, paths: stepped, points: { show: false } },
      ],
      bands: [{ series: [1, 2], fill: color("--saved") }],
      hooks: { drawClear: [(chart) => ground(chart, curve)], draw: [(chart) => edges(chart, curve)], setCursor: [(chart) => { if (chart.cursor.idx !== null && chart.cursor.idx !== undefined) seen(chart.cursor.idx); }] },
    };
  }
})();
