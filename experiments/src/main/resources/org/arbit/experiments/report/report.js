"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const charts = [];

  const css = name => getComputedStyle(root).getPropertyValue("--" + name).trim();
  const narrow = () => window.innerWidth < 600;

  function si(value) {
    const units = ["", " k", " M", " G", " T", " P"];
    let u = 0;
    while (Math.abs(value) >= 999.5 && u < units.length - 1) { value /= 1000; u++; }
    return String(Number(value.toPrecision(3))) + units[u];
  }

  function logSplits(low, high) {
    const sets = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 5, 7], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]];
    let found = [];
    for (const set of sets) {
      found = [];
      for (let d = Math.floor(Math.log10(low)); d <= Math.ceil(Math.log10(high)); d++) {
        for (const m of set) {
          const v = m * Math.pow(10, d);
          if (v >= low && v <= high) found.push(v);
        }
      }
      if (found.length >= (narrow() ? 3 : 5)) break;
    }
    return found;
  }

  function marker(ctx, shape, x, y, r) {
    ctx.beginPath();
    if (shape === "circle") {
      ctx.arc(x, y, r, 0, 2 * Math.PI);
    } else if (shape === "triangle") {
      ctx.moveTo(x, y - r); ctx.lineTo(x + r, y + 0.9 * r); ctx.lineTo(x - r, y + 0.9 * r);
    } else {
      ctx.rect(x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r);
    }
    ctx.closePath();
    ctx.fill();
  }

  function shapeOf(type) {
    return type === "agent" || type === "group" ? "circle" : type === "random" ? "triangle" : "square";
  }

  /* Series are {name, type, colour (name of a CSS variable), line, points: [{x, y, low, high, label, tip}]}. */
  function scatter(host, series, options) {
    const legend = document.createElement("div");
    legend.className = "legend";
    const tip = document.createElement("div");
    tip.className = "tip";
    const hidden = new Set();
    let plot = null;
    let boxes = [];

    for (const s of series) {
      const button = document.createElement("button");
      const swatch = document.createElement("span");
      swatch.className = "swatch " + shapeOf(s.type);
      swatch.style.background = "var(--" + s.colour + ")";
      button.append(swatch, s.name);
      button.setAttribute("aria-pressed", "true");
      button.addEventListener("click", () => {
        if (!hidden.delete(s)) hidden.add(s);
        button.setAttribute("aria-pressed", String(!hidden.has(s)));
        plot.redraw();
      });
      legend.append(button);
    }
    host.append(legend);

    const all = series.flatMap(s => s.points);
    const xs = [...new Set(all.map(p => p.x))].sort((a, b) => a - b);
    const columns = series.map(s => {
      const at = new Map(s.points.map(p => [p.x, p.y]));
      return xs.map(x => (at.has(x) ? at.get(x) : null));
    });
    const range = (values, log) => {
      const f = log ? Math.log10 : v => v;
      const g = log ? v => Math.pow(10, v) : v => v;
      const low = f(Math.min(...values)), high = f(Math.max(...values));
      const margin = high > low ? 0.06 * (high - low) : 0.5;
      return [g(low - margin), g(high + margin)];
    };
    const xRange = options.xRange || range(all.map(p => p.x), options.log);
    const yRange = options.yRange || range(all.flatMap(p => [p.low ?? p.y, p.high ?? p.y]), false);

    function drawAll(u) {
      const ctx = u.ctx, dpr = devicePixelRatio;
      boxes = [];
      ctx.save();
      ctx.lineWidth = 2 * dpr;
      for (const s of series) {
        if (hidden.has(s)) continue;
        ctx.strokeStyle = ctx.fillStyle = css(s.colour);
        const places = s.points.map(p => [u.valToPos(p.x, "x", true), u.valToPos(p.y, "y", true)]);
        if (s.line) {
          ctx.beginPath();
          places.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
          ctx.stroke();
        }
        s.points.forEach((p, i) => {
          const [x, y] = places[i];
          if (p.high > p.low) {
            ctx.beginPath();
            ctx.moveTo(x, u.valToPos(p.low, "y", true));
            ctx.lineTo(x, u.valToPos(p.high, "y", true));
            ctx.stroke();
          }
          marker(ctx, shapeOf(s.type), x, y, (options.radius || 5) * dpr);
          boxes.push([x - 6 * dpr, y - 6 * dpr, x + 6 * dpr, y + 6 * dpr]);
          if (p.high > p.low) boxes.push([x - dpr, u.valToPos(p.high, "y", true), x + dpr, u.valToPos(p.low, "y", true)]);
        });
      }
      ctx.fillStyle = css("soft");
      ctx.strokeStyle = css("paper");
      ctx.lineWidth = 4 * dpr;
      ctx.lineJoin = "round";
      ctx.textAlign = "left";
      ctx.textBaseline = "alphabetic";
      ctx.font = 12 * dpr + "px system-ui, sans-serif";
      for (const s of series) {
        if (hidden.has(s)) continue;
        for (const p of s.points) if (p.label) label(u, ctx, dpr, p);
      }
      ctx.restore();
    }

    /* The first place around the point where the text covers nothing. */
    function label(u, ctx, dpr, p) {
      const cx = u.valToPos(p.x, "x", true), cy = u.valToPos(p.y, "y", true);
      const w = ctx.measureText(p.label).width, d = dpr, b = u.bbox;
      /* Curves rise from left to right: most room is above to the left and below to the right. */
      const tries = [[-w - 6 * d, -6 * d], [6 * d, 15 * d], [-w / 2, -9 * d], [-w / 2, 19 * d],
        [8 * d, 4 * d], [-w - 8 * d, 4 * d], [6 * d, -8 * d], [-w - 6 * d, 17 * d]];
      for (const [dx, dy] of tries) {
        const box = [cx + dx, cy + dy - 10 * d, cx + dx + w, cy + dy + 2 * d];
        const inside = box[0] > b.left && box[2] < b.left + b.width && box[1] > b.top && box[3] < b.top + b.height;
        if (inside && !boxes.some(o => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3])) {
          ctx.strokeText(p.label, cx + dx, cy + dy);
          ctx.fillText(p.label, cx + dx, cy + dy);
          boxes.push(box);
          return;
        }
      }
    }

    function hover(u) {
      const left = u.cursor.left, top = u.cursor.top;
      let best = null, distance = 30;
      if (left >= 0) {
        for (const s of series) {
          if (hidden.has(s)) continue;
          for (const p of s.points) {
            const x = u.valToPos(p.x, "x"), y = u.valToPos(p.y, "y");
            const d = Math.hypot(x - left, y - top);
            if (d < distance) { distance = d; best = { p, x, y }; }
          }
        }
      }
      if (!best) { tip.style.display = "none"; return; }
      tip.textContent = best.p.tip;
      tip.style.display = "block";
      const room = u.over.clientWidth;
      tip.style.left = Math.max(0, Math.min(best.x + 12, room - tip.offsetWidth)) + "px";
      tip.style.top = (best.y > tip.offsetHeight + 16 ? best.y - tip.offsetHeight - 12 : best.y + 14) + "px";
    }

    const axis = extra => Object.assign({
      stroke: () => css("soft"),
      grid: { stroke: () => css("line"), width: 1 },
      ticks: { show: false },
      font: "12px system-ui, sans-serif",
      labelFont: "12px system-ui, sans-serif",
    }, extra);

    function build() {
      if (plot) plot.destroy();
      plot = new uPlot({
        width: host.clientWidth,
        height: options.height || (narrow() ? 320 : 420),
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false }, x: false, y: false },
        scales: {
          x: { time: false, distr: options.log ? 3 : 1, log: 10, range: () => xRange },
          y: { range: () => yRange },
        },
        series: [{}].concat(series.map(s => ({ label: s.name, paths: () => null, points: { show: false } }))),
        axes: [
          axis(Object.assign({ label: options.xLabel, size: 34, labelSize: 22 }, options.xAxis)),
          axis({ label: options.yLabel, size: 52, labelSize: 22, values: (u, vs) => vs.map(options.yText) }),
        ],
        hooks: { draw: [drawAll], setCursor: [hover] },
      }, [xs].concat(columns), host);
      plot.over.append(tip);
    }
    build();
    charts.push(build);
  }

  const palette = i => "s" + (i % 8);

  if (data.frontier.length) {
    let agents = 0;
    scatter(document.getElementById("frontier-chart"), data.frontier.map(s => ({
      name: s.name,
      type: s.type,
      line: s.type !== "random",
      colour: s.type === "agent" ? palette(agents++) : s.type === "random" ? "random" : s.name === "uniform" || s.name === "static" ? "fixed" : palette(agents++),
      points: s.points.map(p => Object.assign({
        tip: p.name + (p.label.startsWith("\u03bb") ? ", " + p.label : "") + "\naccuracy " + p.y.toFixed(2) + " %"
          + (p.high > p.low ? " [" + p.low.toFixed(2) + ", " + p.high.toFixed(2) + "]" : "")
          + "\nmean bits " + p.bits.toFixed(2) + "\ntotal " + si(p.x) + " BitOps"
          + (p.controller ? "\ncontroller " + si(p.controller) : ""),
      }, p)),
    })), {
      log: true,
      xLabel: narrow() ? "mean total BitOps (log)" : "mean total BitOps per sample, controller included (log scale)",
      yLabel: "accuracy, %",
      yText: v => String(Number(v.toPrecision(4))),
      xAxis: { splits: (u, i, low, high) => logSplits(low, high), values: (u, vs) => vs.map(si), filter: (u, vs) => vs },
    });
  }

  if (data.groups && data.groups.length) {
    const byClass = data.groupedBy === "class";
    const ends = data.groups.flatMap(g => g.x);
    scatter(document.getElementById("groups-chart"), data.groups.map((g, i) => ({
      name: g.name,
      type: "group",
      colour: palette(i),
      line: !byClass,
      points: g.x.map((x, k) => ({
        x: x, y: g.bits[k],
        tip: g.name + "\n" + data.groupedBy + " " + (byClass ? x : x.toFixed(2)) + "\nmean bits " + g.bits[k].toFixed(2)
          + "\naccuracy " + (100 * g.accuracy[k]).toFixed(2) + " %",
      })),
    })), {
      height: 320,
      radius: 4,
      xLabel: data.groupedBy,
      yLabel: "mean bits",
      xRange: byClass ? [Math.min(...ends) - 0.5, Math.max(...ends) + 0.5] : undefined,
      xAxis: byClass ? { incrs: [1, 2, 5, 10, 20, 50, 100] } : {},
      yText: v => String(Number(v.toPrecision(3))),
    });
  }

  if (data.curves && data.curves.length) {
    const host = document.getElementById("curves-charts");
    const agents = [...new Set(data.curves.map(c => c.agent))];
    for (const measure of new Set(data.curves.map(c => c.measure))) {
      const box = document.createElement("div");
      box.className = "chart";
      const heading = document.createElement("h3");
      heading.textContent = measure;
      box.append(heading);
      host.append(box);
      scatter(box, data.curves.filter(c => c.measure === measure).map(c => ({
        name: c.agent + ", seed " + c.seed,
        type: "group",
        colour: palette(agents.indexOf(c.agent)),
        line: true,
        points: c.steps.map((x, k) => ({
          x: x, y: c.values[k],
          tip: c.agent + ", seed " + c.seed + "\nstep " + si(x) + "\n" + measure + " " + c.values[k].toPrecision(4),
        })),
      })), {
        height: 280, radius: 1.5, xLabel: measure === "return" ? "decisions" : "steps", yLabel: measure,
        xAxis: { values: (u, vs) => vs.map(si) },
        yText: v => String(Number(v.toPrecision(3))),
      });
    }
  }

  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth !== width) { width = window.innerWidth; charts.forEach(build => build()); }
  });
  dark.addEventListener("change", () => charts.forEach(build => build()));
  root.dataset.charts = String(document.querySelectorAll(".chart canvas").length);
})();
