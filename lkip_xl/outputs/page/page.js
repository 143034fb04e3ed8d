"use strict";
// Every text of a workbook enters the page through textContent; nothing is ever parsed as HTML.
(() => {
  const STATES = [
    ["galat", "galat", "perlu diperbaiki"], ["peringatan", "peringatan", "perlu diperiksa"],
    ["bersih", "bersih", "bersih"], ["tidak terbaca", "tidak", "tidak terbaca"],
  ];
  const LEVELS = [["galat", "Galat"], ["peringatan", "Peringatan"], ["info", "Info"]];
  const LOOK = Object.fromEntries(STATES.map(([state, look]) => [state, look]));
  const byId = (id) => document.getElementById(id);
  const data = (name) => [...document.querySelectorAll(`script.${name}`)].map((block) => JSON.parse(block.textContent));
  const [rules] = data("aturan");
  const units = data("unit");

  const number = (value, digits = 2) => value.toLocaleString("id-ID", { maximumFractionDigits: digits });
  const percent = (value) => (value === null ? "–" : `${number(value)}%`);
  const plural = (count, what) => `${number(count)} ${what}`;

  function make(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name in element && name !== "list") element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }
  function draw(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // --- charts ---------------------------------------------------------------------------------------------
  function bar(value, look, most, goal) {
    const svg = draw("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
      draw("rect", { class: "track", width: 100, height: 8, rx: 1 }));
    const width = value === null ? 0 : Math.max(0, Math.min(100, (value / most) * 100));
    svg.append(draw("rect", { class: look, width, height: 8, rx: 1 }));
    if (goal) svg.append(draw("line", { class: "goal", x1: (goal / most) * 100, x2: (goal / most) * 100, y1: 0, y2: 8 }));
    return svg;
  }

  const BINS = [[-Infinity, 60, "< 60"], [60, 70, "60–70"], [70, 80, "70–80"], [80, 90, "80–90"], [90, 100, "90–100"], [100, Infinity, "≥ 100"]];

  function histogram(title, key, look) {
    const values = units.map((unit) => unit[key]).filter((value) => value !== null);
    const counts = BINS.map(([low, high]) => values.filter((v) => v >= low && v < high).length);
    const most = Math.max(1, ...counts);
    const svg = draw("svg", { viewBox: "0 0 480 132", role: "img", "aria-label": `${title}: ` +
      BINS.map((bin, i) => `${bin[2]} persen ${counts[i]} unit`).join(", ") });
    BINS.forEach((bin, i) => {
      const height = (counts[i] / most) * 84, x = i * 80 + 8;
      svg.append(draw("rect", { class: look, x, y: 106 - height, width: 64, height, rx: 2 }));
      const label = draw("text", { x: x + 32, y: 125, "text-anchor": "middle" });
      label.textContent = bin[2];
      const count = draw("text", { class: "number", x: x + 32, y: 100 - height, "text-anchor": "middle" });
      count.textContent = counts[i] || "";
      svg.append(label, count);
    });
    svg.append(draw("line", { class: "base", x1: 0, x2: 480, y1: 106.5, y2: 106.5 }));
    const mean = values.length ? values.reduce((a, b) => a + b, 0) / values.length : null;
    const said = mean === null ? "tidak ada angka" : `rata-rata ${percent(Math.round(mean * 100) / 100)} dari ${plural(values.length, "unit")}`;
    return make("figure", { className: "chart" },
      make("figcaption", {}, make("h2", {}, title), make("span", {}, said)), svg);
  }

  // --- one unit -------------------------------------------------------------------------------------------
  const count = (unit, level) => unit.temuan.filter((f) => f.tingkat === level).length;

  function tally(unit) {
    const out = make("span", { className: "tally" });
    const parts = LEVELS.map(([level]) => [level, count(unit, level)]).filter(([, n]) => n);
    parts.forEach(([level, n], i) => out.append(i ? " · " : "", make("span", { className: level }, make("b", {}, number(n)), ` ${level}`)));
    if (!parts.length) out.append(unit.keadaan === "tidak terbaca" ? "" : unit.dikenal ? "tanpa temuan baru" : "tanpa temuan");
    return out;
  }

  function gauge(title, value, look) {
    return make("span", { className: "gauge" },
      make("span", {}, title, make("b", {}, percent(value))), bar(value, look, look === "capaian" ? 120 : 100, look === "capaian" ? 100 : 0));
  }

  function card(unit) {
    const state = STATES.find(([name]) => name === unit.keadaan);
    const where = [unit.kabupaten, unit.tahun].filter(Boolean).join(", ");
    const summary = make("summary", {},
      make("span", { className: `pill ${state[1]}` }, state[2]),
      make("span", { className: "who" }, make("span", { className: "name" }, unit.nama),
        make("span", { className: "file", title: unit.jalur }, where ? `${where} · ${unit.berkas}` : unit.berkas)),
      tally(unit), gauge("Capaian", unit.capaian, "capaian"), gauge("Serapan", unit.serapan, "serapan"));
    const details = make("details", { className: "unit" }, summary);
    details.addEventListener("toggle", () => { if (details.open) fill(unit); });
    return details;
  }

  function indicatorBars(unit) {
    if (!unit.indikator.length) return null;
    const section = make("section", {}, make("h2", {}, "Capaian per indikator ",
      make("small", {}, `${unit.tercapai} dari ${unit.dari} mencapai target`)));
    for (const [table, , name, target, realisasi, value, kriteria] of unit.indikator) {
      section.append(make("div", { className: "bar" }, make("span", {}, name), make("b", {}, percent(value)),
        bar(value, "capaian", 120, 100),
        make("small", {}, [table && `Tabel ${table}`, `target ${target || "–"}, realisasi ${realisasi || "–"}`, kriteria].filter(Boolean).join(" · "))));
    }
    return section;
  }

  function programBars(unit) {
    if (!unit.program.length && unit.anggaran === null) return null;
    const section = make("section", {}, make("h2", {}, "Serapan per program ",
      make("small", {}, unit.anggaran === null ? "" : `seluruhnya ${percent(unit.serapan)} dari Rp ${number(unit.anggaran)}`)));
    for (const program of unit.program) {
      section.append(make("div", { className: "bar" }, make("span", {}, program.nama), make("b", {}, percent(program.serapan)),
        bar(program.serapan, "serapan", 100, 0),
        make("small", {}, program.anggaran === null ? "anggaran tidak terbaca" : `Rp ${program.realisasi === null ? "–" : number(program.realisasi)} dari Rp ${number(program.anggaran)}`)));
    }
    return section;
  }

  function findingRow(f) {
    const rule = rules[f.kode] || {};
    const pair = (title, value) => (value === null || value === "" ? null : make("div", {}, make("dt", {}, title), make("dd", {}, value)));
    const values = make("dl", {}, pair("Tertulis", f.tertulis), pair("Seharusnya", f.seharusnya));
    const related = f.terkait.length ? `Terkait: ${f.terkait.slice(0, 12).join(", ")}${f.terkait.length > 12 ? `, dan ${f.terkait.length - 12} lagi` : ""}` : "";
    return make("article", { className: `finding ${f.tingkat}` },
      make("span", {}, make("span", { className: "pill" }, f.tingkat)),
      make("span", { className: "cell" }, f.sel || "–"),
      make("div", { className: "what" }, make("p", {}, f.pesan),
        values.childElementCount ? values : null,
        f.dugaan ? make("p", {}, `Dugaan: ${f.dugaan}.`) : null,
        make("p", { className: "mend", title: rule.dasar || "" }, `Perbaiki: ${rule.perbaiki || ""} (${f.kode})`),
        related ? make("p", { className: "more" }, related) : null));
  }

  function letter(unit) {
    const button = make("button", { type: "button", className: "copy" }, "Salin surat");
    const text = make("pre", { tabIndex: 0 }, unit.surat);
    button.addEventListener("click", async () => {
      button.textContent = (await copied(unit.surat, text)) ? "Tersalin" : "Tekan Ctrl+C";
      setTimeout(() => { button.textContent = "Salin surat"; }, 2500);
    });
    return make("section", { className: "letter" },
      make("div", { className: "letter-head" }, make("h2", {}, "Surat untuk unit"), button), text);
  }

  async function copied(text, shown) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      getSelection().selectAllChildren(shown); // older browsers, or a page without that permission
      return document.execCommand("copy");
    }
  }

  // --- filters --------------------------------------------------------------------------------------------
  const chosen = { states: new Set(), levels: new Set(LEVELS.map(([level]) => level)), words: [] };
  const list = byId("daftar");
  const text = (...parts) => parts.filter(Boolean).join("\n").toLowerCase();
  for (const unit of units) {
    unit.card = card(unit);
    unit.own = text(unit.nama, unit.jalur, unit.kabupaten, unit.tahun && String(unit.tahun), unit.alasan);
    for (const f of unit.temuan) f.own = text(f.kode, f.lembar && `lembar ${f.lembar}`, f.sel, f.pesan, f.tertulis, f.seharusnya, f.dugaan);
  }
  const has = (own, words) => words.every((word) => own.includes(word));

  function matching(unit) {
    // Words that name the unit show all its findings; otherwise those findings that hold the words the unit does not.
    const rest = chosen.words.filter((word) => !unit.own.includes(word));
    return unit.temuan.filter((f) => chosen.levels.has(f.tingkat) && has(f.own, rest));
  }

  function visible(unit) {
    if (chosen.states.size && !chosen.states.has(unit.keadaan)) return false;
    return has(unit.own, chosen.words) || matching(unit).length > 0;
  }

  function fill(unit) {
    const found = matching(unit);
    const body = make("div", { className: "body" });
    if (unit.alasan) body.append(make("p", { className: "reason" }, unit.alasan));
    let sheet, section;
    for (const f of found) {
      if (section === undefined || f.lembar !== sheet) {
        sheet = f.lembar;
        section = make("section", { className: "sheet" }, make("h2", {}, sheet === null ? "Buku kerja" : `Lembar ${sheet}`));
        body.append(section);
      }
      section.append(findingRow(f));
    }
    if (unit.dikenal) body.append(make("p", { className: "more" }, `${plural(unit.dikenal, "temuan")} dari pemeriksaan yang lalu masih ada.`));
    if (unit.diabaikan.length) body.append(make("p", { className: "more" }, `${plural(unit.diabaikan.length, "temuan")} diabaikan oleh buku kerjanya: ${unit.diabaikan.join(", ")}.`));
    if (found.length < unit.temuan.length) body.append(make("p", { className: "more" }, `${plural(unit.temuan.length - found.length, "temuan lain")} tidak ditampilkan oleh saringan.`));
    const bars = make("div", { className: "bars" }, indicatorBars(unit), programBars(unit));
    if (bars.childElementCount) body.append(bars);
    body.append(letter(unit));
    unit.card.querySelector(".body")?.remove();
    unit.card.append(body);
  }

  const low = (value) => (value === null ? Infinity : value);
  const name = (a, b) => a.nama.localeCompare(b.nama, "id", { numeric: true }) || a.jalur.localeCompare(b.jalur);
  const ORDERS = {
    nama: name,
    galat: (a, b) => count(b, "galat") - count(a, "galat") || count(b, "peringatan") - count(a, "peringatan") || name(a, b),
    capaian: (a, b) => low(a.capaian) - low(b.capaian) || name(a, b),
    serapan: (a, b) => low(a.serapan) - low(b.serapan) || name(a, b),
  };

  function refresh() {
    const shown = units.filter(visible).sort(ORDERS[byId("urut").value]);
    for (const unit of shown) if (unit.card.open) fill(unit);
    list.replaceChildren(...shown.map((unit) => unit.card));
    if (!shown.length) list.append(make("p", { className: "none" }, "Tidak ada unit yang cocok. Kosongkan pencarian atau saringan."));
    byId("tampil").textContent = shown.length === units.length ? plural(units.length, "unit") : `${number(shown.length)} dari ${plural(units.length, "unit")}`;
  }

  // --- the page -------------------------------------------------------------------------------------------
  const total = (level) => units.reduce((sum, unit) => sum + count(unit, level), 0);
  const years = [...new Set(units.map((unit) => unit.tahun).filter(Boolean))].sort();
  const what = units.length === 1 ? units[0].nama : `Rekap ${plural(units.length, "buku kerja")}`;
  byId("judul").textContent = [what, years.length > 2 ? `${years[0]}–${years.at(-1)}` : years.join(" dan ")].filter(Boolean).join(", ");
  document.title = byId("judul").textContent;
  byId("ringkas").textContent = `${plural(total("galat"), "galat")}, ${plural(total("peringatan"), "peringatan")}, dan ${plural(total("info"), "info")} ditemukan.`;

  for (const [state, look, label] of STATES) {
    const here = units.filter((unit) => unit.keadaan === state).length;
    const button = make("button", { type: "button", className: `state ${look}`, ariaPressed: "false" },
      make("b", {}, number(here)), make("span", {}, label), bar(units.length ? (here / units.length) * 100 : 0, "state-fill", 100, 0));
    button.addEventListener("click", () => {
      if (!chosen.states.delete(state)) chosen.states.add(state);
      button.ariaPressed = String(chosen.states.has(state));
      refresh();
    });
    byId("keadaan").append(button);
  }
  if (units.length > 2) byId("grafik").append(histogram("Capaian kinerja", "capaian", "capaian"), histogram("Serapan anggaran", "serapan", "serapan"));

  for (const [level, label] of LEVELS) {
    const box = make("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      if (!chosen.levels.delete(level)) chosen.levels.add(level);
      refresh();
    });
    byId("tingkat").append(make("label", { className: level }, box, label));
  }
  let timer;
  byId("cari").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      chosen.words = byId("cari").value.toLowerCase().split(/\s+/).filter(Boolean);
      refresh();
    }, 120);
  });
  byId("urut").addEventListener("change", refresh);
  byId("buka").addEventListener("click", () => {
    const cards = [...list.querySelectorAll("details")];
    const open = cards.some((card) => !card.open);
    cards.forEach((card) => { card.open = open; });
    byId("buka").textContent = open ? "Tutup semua" : "Buka semua";
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
      event.preventDefault();
      byId("cari").focus();
    }
  });
  let closed = [];
  addEventListener("beforeprint", () => { // what is on the screen is printed whole
    closed = units.filter((unit) => unit.card.isConnected && !unit.card.open);
    closed.forEach((unit) => { fill(unit); unit.card.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((unit) => { unit.card.open = false; }));
  if (units.length === 1) units[0].card.open = true;
  refresh();
})();
