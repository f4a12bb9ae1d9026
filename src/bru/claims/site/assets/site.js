// Search, filters, copying and downloading. What is here before it runs can be read without it.
"use strict";
document.documentElement.classList.add("live");
const up = document.body.dataset.up;
const $ = (what, where = document) => where.querySelector(what);
const $$ = (what, where = document) => [...where.querySelectorAll(what)];
const FEW = 8, PAGE = 60;

// --- Words, whatever their spelling and script ---
const LATIN = { а: "a", б: "b", в: "v", г: "g", ґ: "g", д: "d", е: "e", ё: "e", ж: "zh", з: "z",
  и: "i", і: "i", ї: "i", й: "i", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s",
  т: "t", у: "u", ў: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "sh", ъ: "", ы: "i",
  ь: "", э: "e", ю: "iu", я: "ia", є: "e", "’": "", "'": "" };
// Lower case, without accents, in Latin letters; a Belarusian soft ц or дз is a t or d.
const plain = (text) => {
  text = text.toLowerCase();
  if (!/[^\x00-\x7f]|'/.test(text)) return text;
  text = text.replace(/ц(?=[іёюя]|ь)/g, "т").replace(/дз(?=[іеёюя]|ь)/g, "д").replace(/ł/g, "l");
  return text.normalize("NFC").replace(/[Ѐ-ӿ’']/g, (c) => LATIN[c] ?? c)
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "");
};
// What is left of a name when spellings no longer matter: Lukashenko, Lukashenka, Łukašenka.
const bone = (word) => plain(word)
  .replace(/shch|sch|sh|š/g, "s").replace(/tch|ch|cz|č/g, "c").replace(/zh|ž/g, "z")
  .replace(/kh|gh|g|h/g, "h").replace(/ts|tz/g, "c").replace(/ph/g, "f").replace(/x/g, "ks")
  .replace(/[ijy]+(?=[aeou])/g, "").replace(/[aeo]/g, "a").replace(/[ijy]/g, "i")
  .replace(/[uw]/g, "v").replace(/av/g, "a").replace(/(.)\1+/g, "$1");
// Whether two words differ in one letter at most.
const near = (one, other) => {
  if (Math.abs(one.length - other.length) > 1) return false;
  let a = 0, b = one.length, c = other.length;
  while (a < b && one[a] === other[a]) a++;
  while (b > a && c > a && one[b - 1] === other[c - 1]) { b--; c--; }
  return b - a < 2 && c - a < 2;
};
// What a country is called in the languages of the region.
const abroad = (code) => ["be", "ru", "uk", "pl", "de"].map((language) => {
  try { return new Intl.DisplayNames([language], { type: "region" }).of(code); } catch { return ""; }
});
const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// A plain pattern of words with bars between, as the language data have them: `*` is any ending.
const pattern = (words) => words.split("|").map((word) => word.endsWith("*")
  ? escaped(word.slice(0, -1)) : escaped(word) + "(?:s|es)?(?![\\p{L}\\p{N}])").join("|");
// American and British spellings.
const SPELLED = [[/ense/, "ence"], [/ence/, "ense"], [/iz(?=[aei])/, "is"], [/is(?=[aei])/, "iz"], [/programme/, "program"]];
const many = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;

const index = {
  ready: null,
  load() {
    this.ready ??= new Promise((done) => {
      const tag = document.createElement("script");
      tag.src = up + "assets/data.js";
      tag.onload = () => { this.make(window.bru); done(); };
      document.head.append(tag);
    });
    return this.ready;
  },
  make(data) {
    Object.assign(this, data);
    this.claims = data.claims.map(([id, statement, source, kind, event, speaker, sector, actors,
      projects, time_period, when, years, hedged, figures]) => ({ id, statement, source, kind, event,
      speaker, sector, actors, projects, time_period, when, years, hedged, figures,
      plain: plain(`${statement} ${figures} ${when} ${id}${hedged ? " hedged uncertain" : ""}`),
      ids: `${speaker} ${sector} ${source} ${actors} ${projects}`.split(" ") }));
    this.others = data.others.map(([kind, id, address, name, also, more, count, code]) => {
      const short = plain([name, also, ...code ? abroad(code) : []].join(" "));
      return { kind, id, address, name, count, short, plain: short + " " + plain(more) };
    });
    this.foreign = data.foreign.map(([words, means]) => [words.split("|"), means && pattern(means)]);
    this.same = data.foreign.map(([, means]) => means.split("|"));
    this.stems = [...new Set(this.same.flat())].filter((w) => w.length > 5 && w.endsWith("*")).map(pattern);
    this.every = [...this.others, ...this.claims];
    this.bones = new Map();
    for (const word of data.words) {
      const key = bone(word);
      this.bones.set(key, [...this.bones.get(key) ?? [], plain(word)]);
    }
  },
  // What a word of another language can mean in English: patterns, "" for a word like "and".
  means(word) {
    const own = word.replaceAll("ё", "е").replace(/['’]/g, ""), found = new Map();
    for (const [words, means] of this.foreign) {
      const fits = words.map((w) => w.endsWith("*") ? own.startsWith(w.slice(0, -1)) ? w.length
        : own.length > 3 && w.startsWith(own) ? 1 : 0 : w === own ? 99 : 0);
      found.set(means, Math.max(found.get(means) ?? 0, ...fits));
    }
    const most = Math.max(...found.values());  // the longest beginning tells what is meant
    return most ? [...found].filter(([, n]) => n === most).map(([means]) => means) : [];
  },
  // The names that are spelled like a word, whatever their script and vowels.
  named(word, cyrillic) {
    const key = bone(word);
    if (key.length < 4 || !/^\p{L}/u.test(word)) return [];
    return this.like((other) => other.startsWith(key)
      || cyrillic && other.length > 3 && key.length < other.length + 3 && key.startsWith(other));
  },
  like(test) {
    return [...this.bones].flatMap(([key, words]) => test(key) ? words.map(escaped) : []);
  },
  // An English word as others write it, one of many, and what it is formed from: treaties, defense, acquire.
  forms(word) {
    const one = word.length > 4 ? [word.replace(/ies$/, "y"), word.replace(/([^su])s$/, "$1")] : [];
    const all = [word, ...one].flatMap((w) => [w, ...SPELLED.map(([as, other]) => w.replace(as, other))]);
    return [...all.map(escaped), ...this.stems.filter((stem) => word.startsWith(stem))];
  },
  // For words that nothing has: names with another letter, and words that mean the same.
  guesses(word) {
    const key = bone(word), same = this.same.filter((row) => row.some((w) => pattern(w) === pattern(word)));
    return [...key.length < 4 ? [] : this.like((other) => near(key, other)), ...same.flat().map(pattern)];
  },
  // For each word of a query whether it begins a word of an entry, or of a name it is tied to.
  tests(query) {
    const words = query.normalize("NFC").toLowerCase().split(/[^\p{L}\p{M}\p{N}.'’]+/u);
    const every = words.filter((word) => /[\p{L}\p{N}]/u.test(plain(word))).map((word) => {
      const cyrillic = /[Ѐ-ӿ]/.test(word), means = this.means(word), own = plain(word);
      const made = cyrillic ? [escaped(own)] : this.forms(own), names = this.named(own, cyrillic);
      const begins = (ways) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${[...new Set(ways)].join("|")})`, "u");
      let ways = [...made, ...names, ...means.filter(Boolean)];
      if (!names.length && !means.length) {
        const found = begins(ways);
        if (!this.every.some((entry) => found.test(entry.plain))) ways.push(...this.guesses(own));
      }
      const found = begins(ways);
      const tied = new Set(this.others.filter((e) => e.id && found.test(e.short)).map((e) => e.id));
      const has = (entry) => found.test(entry.plain) || (entry.ids?.some((id) => tied.has(id)) ?? false);
      return { word, has, whole: new RegExp(`^(?:${ways.join("|")})$`, "u"), idle: means.includes(""),
        foreign: cyrillic && ways.length === 1 };
    });
    const telling = every.filter(({ idle }) => !idle);
    return telling.length ? telling : every;
  },
  test(query) {
    const tests = this.tests(query);
    return (entry) => tests.every(({ has }) => has(entry));
  },
  // What has all words; where nothing has, as many as something has, the rarest first.
  sought(tests) {
    const all = this.every.filter((entry) => tests.length && tests.every(({ has }) => has(entry)));
    if (all.length || tests.length < 2) return { words: all.length ? tests : [], entries: all };
    const own = tests.map((test) => ({ test, found: this.every.filter(test.has) }));
    const words = [];
    let entries = [];
    for (const { test, found } of own.sort((a, b) => a.found.length - b.found.length)) {
      const both = words.length ? entries.filter(test.has) : found;
      if (both.length) { entries = both; words.push(test); }
    }
    return { words, entries };
  },
};
window.bruIndex = index;

const link = (address, text, beside) => {
  const item = document.createElement("li"), a = document.createElement("a");
  a.href = up + address;
  a.textContent = text;
  item.append(a);
  if (beside) {
    const small = document.createElement("span");
    small.className = "beside";
    small.textContent = beside;
    item.append(small);
  }
  return item;
};
const beside = (c) => [index.names.sources[c.source], index.names.actors[c.speaker], c.when]
  .filter(Boolean).join(" · ");
const claimed = (c) => {
  const item = link(`claims/${c.id}.html`, c.statement, beside(c)), tag = document.createElement("span");
  tag.className = "tag";
  tag.textContent = "told as uncertain";
  if (c.hedged) item.prepend(tag);
  return item;
};

// --- One search over everything, as one types ---
for (const box of $$(".search")) {
  const input = $("input", box), panel = $(".found", box), list = $("ul", panel);
  let words = "";
  box.hidden = false;
  $$(".tries").forEach((p) => p.hidden = false);
  const search = async () => {
    const query = input.value.trim();
    panel.hidden = !query;
    if (!query) return;
    await index.load();
    if (query !== input.value.trim()) return;
    const tests = index.tests(query), { words: left, entries } = index.sought(tests);
    const test = (e) => left.every(({ has }) => has(e));
    const rank = (e) => left.length === 1 && left[0].whole.test(plain(e.name)) ? -1 : test({ plain: e.short }) ? 0 : 1;
    words = left.length < tests.length ? left.map(({ word }) => word).join(" ") : query;
    const others = entries.filter((e) => e.address)
      .sort((a, b) => rank(a) - rank(b) || b.count - a.count).slice(0, FEW);
    const claims = entries.filter((e) => e.statement);
    const all = "claims.html#q=" + encodeURIComponent(words);
    list.replaceChildren(
      ...others.map((e) => link(e.address, e.name, e.kind)),
      ...claims.slice(0, FEW).map(claimed),
      ...claims.length > FEW ? [link(all, `All ${claims.length.toLocaleString("en")} claims`)] : []);
    $("p", panel).textContent = left.length ? (words === query ? "" : `Nothing has all of these words. With “${words}”: `) + many(claims.length, "claim")
      : tests.some(({ foreign }) => foreign) ? "Nothing has this. The texts are in English: try an English word or name." : "Nothing is said of this.";
  };
  input.addEventListener("focus", () => index.load());
  input.addEventListener("input", search);
  box.addEventListener("keydown", (event) => {
    const stops = [input, ...$$("a", list)], at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { stops[at + step]?.focus(); event.preventDefault(); }
    if (event.key === "Escape") { panel.hidden = true; input.focus(); }
    if (event.key === "Enter" && document.activeElement === input && input.value.trim())
      location.href = `${up}claims.html#q=${encodeURIComponent(words || input.value.trim())}`;
  });
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) panel.hidden = true; });
}

// --- Filters, kept in the address ---
const filtering = (form, draw) => {
  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) if (field.name) {
      const value = given.get(field.name) ?? "";
      if (field.tagName === "SELECT" && value && !$$("option", field).some((o) => o.value === value))
        field.append(new Option(value, value));
      field.value = value;
    }
    draw();
  };
  const write = () => {
    draw();
    history.replaceState(null, "", "#" + new URLSearchParams([...new FormData(form)].filter(([, v]) => v)));
  };
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(write));
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
};

// --- The list of claims ---
const form = $("#filters");
if (form) {
  const list = $("#list"), more = $("#more"), count = $("#count");
  let found = [], shown = 0;
  const fields = { source: "sources", speaker: "actors", actor: "actors", project: "projects", sector: "sectors" };
  const values = { actor: (c) => c.actors.split(" "), project: (c) => c.projects.split(" "),
    year: (c) => span(c), hedged: (c) => [c.hedged ? "yes" : "no"] };
  const span = (c) => {
    const [from, to = from] = c.years.split("/");
    if (!c.years) return [];
    const first = from || to, last = to || from, some = [];
    for (let y = +first; y <= +last && some.length < 99; y++) some.push(String(y));
    return some;
  };
  const of = (name, c) => values[name]?.(c) ?? [c[name]];
  const fill = () => {
    for (const select of $$("select:empty", form)) {
      const often = new Map();
      for (const c of index.claims) for (const v of of(select.name, c)) if (v) often.set(v, (often.get(v) ?? 0) + 1);
      const name = (v) => index.names[fields[select.name]]?.[v] ?? v.replaceAll("_", " ");
      const sorted = [...often].sort((a, b) => select.name === "year" ? b[0] - a[0] : b[1] - a[1]);
      select.replaceChildren(new Option("all", ""), ...sorted.slice(0, 500).map(([v, n]) => new Option(`${name(v)} (${n})`, v)));
    }
  };
  const show = (most) => {
    list.append(...found.slice(shown, most).map(claimed));
    shown = Math.min(most, found.length);
    more.hidden = shown >= found.length;
  };
  const draw = () => {
    const given = [...new FormData(form)].filter(([name, v]) => v && name !== "q" && name !== "order");
    const q = form.elements.q.value.trim(), test = q ? index.test(q) : () => true;
    found = index.claims.filter((c) => given.every(([name, v]) => of(name, c).includes(v)) && test(c));
    const order = form.elements.order.value, when = (c) => c.years.split("/").find(Boolean) ?? "";
    if (order) found = found.filter(when).sort((a, b) => (order === "old" ? 1 : -1) * (when(a) - when(b) || a.time_period.localeCompare(b.time_period)));
    shown = 0;
    list.replaceChildren();
    show(PAGE);
    count.textContent = (found.length === index.claims.length ? ""
      : `${found.length.toLocaleString("en")} of `) + many(index.claims.length, "claim");
  };
  more.addEventListener("click", () => show(shown + 5 * PAGE));
  addEventListener("beforeprint", () => show(found.length));
  index.load().then(() => { fill(); filtering(form, draw); });
  const named = (table, ids) => ids.split(" ").map((id) => index.names[table][id] ?? id).join("; ");
  window.bruFound = () => found.map((c) => ({
    id: c.id, statement: c.statement, kind: c.kind, event: c.event, hedged: Boolean(c.hedged),
    speaker: index.names.actors[c.speaker] ?? "", time_period: c.time_period, figures: c.figures,
    actors: named("actors", c.actors), projects: named("projects", c.projects),
    source: index.names.sources[c.source], source_title: index.published[c.source]?.[0] ?? "",
    published: index.published[c.source]?.[1] ?? "", url: index.published[c.source]?.[2] ?? "" }));
}

// --- The actors of a country, or those with most projects first ---
const narrow = $("#narrow");
if (narrow) {
  const all = $$("#kinds li[data-country]"), found = $("#narrowed"), kinds = $("#kinds");
  const draw = () => {
    const { country, order: by } = narrow.elements;
    if (country.value) by.value ||= "projects";
    const some = all.filter((li) => !country.value || li.dataset.country === country.value)
      .sort((a, b) => b.dataset[by.value] - a.dataset[by.value] || b.dataset.claims - a.dataset.claims);
    kinds.hidden = Boolean(by.value);
    found.hidden = !kinds.hidden;
    $("ul", found).replaceChildren(...some.map((li) => li.cloneNode(true)));
    $("[role=status]", found).textContent = many(some.length, "actor");
  };
  filtering(narrow, draw);
}

// --- Copy, download, print ---
const save = (name, type, text) => {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(new Blob([text], { type }));
  a.download = name;
  a.click();
  URL.revokeObjectURL(a.href);
};
const cell = (v) => {
  const text = /^[=+@\t\r-]/.test(String(v)) ? "'" + v : String(v);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const csv = (rows) => "\ufeff" + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
const says = (button, words) => { $("[role=status]", button.parentNode).textContent = words; };
for (const button of $$("[data-copy], [data-permalink], [data-embed]"))
  button.addEventListener("click", async () => {
    const picture = button.dataset.embed && new URL(button.dataset.embed, location.href);
    const text = picture ? `<img src="${picture}" alt="${document.title.replaceAll('"', "&quot;")}">`
      : button.dataset.copy ?? location.href;
    try { await navigator.clipboard.writeText(text); says(button, "Copied."); }
    catch { says(button, text); }
  });
const inView = () => {
  if (window.bruFound) return window.bruFound();
  const names = $$("#answer th").map((th) => th.textContent);
  return $$("#answer tbody tr").map((tr) => Object.fromEntries($$("td", tr).map((td, n) => [names[n], td.textContent])));
};
for (const button of $$("[data-download]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const name = location.pathname.match(/([\w-]+)\.html$/)?.[1] ?? "view", rows = inView();
    if (button.dataset.download === "json") save(`${name}.json`, "application/json", JSON.stringify(rows, null, 1));
    else save(`${name}.csv`, "text/csv", csv([Object.keys(rows[0] ?? {}), ...rows.map(Object.values)]));
  });
}
addEventListener("beforeprint", () => $$("details").forEach((d) => { d.open = true; }));
if (location.hash) $(`[id="${CSS.escape(decodeURIComponent(location.hash.slice(1)))}"]`)?.closest("details")?.setAttribute("open", "");
