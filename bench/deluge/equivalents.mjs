// The benchmarks' programs as one would write them in JavaScript. V8 runs the functions, QuickJS their source: each
// stands alone. `numbers` is 0…, `text` a JSON text.

export const equivalents = {
  arithmetic(numbers) {
    let total = 0;
    let average = 0.5;
    for (const a of numbers) {
      for (const b of numbers) {
        total = (total * 31 + a * b) % 1000003;
        if (total % 7 === 0) {
          total = total - b;
        }
      }
      average = average * 0.75 + (a / 8) * 0.25;
    }
    return `${total} ${average}`;
  },

  strings(numbers) {
    const pages = [];
    let out = "";
    let found = 0;
    for (const n of numbers) {
      const line = `Ticket ${n}: printer on floor ${n % 12} is out of paper\n`;
      out = out + line;
      const title = line.substring(0, line.indexOf(":")).toUpperCase();
      if (line.includes("floor 7") && title.endsWith("7")) {
        found = found + 1;
      }
      if (n % 100 === 99) {
        pages.push(out);
        out = "";
      }
    }
    let longest = "";
    for (const page of pages) {
      for (const line of page.split("\n")) {
        const last = line.trim().substring(line.lastIndexOf(" ") + 1);
        if (line.length > longest.length) {
          longest = line;
        }
        if (last === "paper") {
          found = found + 1;
        }
      }
    }
    return `${pages.length} ${found} ${longest}`;
  },

  collections(numbers) {
    const counts = new Map();
    const firsts = [];
    for (const n of numbers) {
      const key = `k${n % 500}`;
      let seen = counts.get(key);
      if (seen === undefined) {
        seen = 0;
        firsts.push(n);
      }
      counts.set(key, seen + n);
    }
    const records = [];
    for (const key of counts.keys()) {
      records.push({ name: key, total: counts.get(key) });
    }
    let total = 0;
    for (const round of firsts.slice(0, 100)) {
      for (const record of records) {
        if (record.total % 2 === round % 2) {
          total = total + record.total;
        }
      }
    }
    return `${records.length} ${total}`;
  },

  json(numbers, text) {
    let total = 0;
    for (const n of numbers) {
      const reply = JSON.parse(text);
      for (const request of reply.requests) {
        request.seen = n;
        total = total + request.hours;
      }
      total = total + JSON.stringify(reply).length;
    }
    return `${total}`;
  },

  dates(numbers) {
    const two = (n) => (n < 10 ? `0${n}` : `${n}`);
    const start = Date.UTC(2024, 0, 31, 8, 30, 0);
    let out = "";
    let total = 0;
    for (const n of numbers) {
      const due = new Date(start + n * 86400000 + 5 * 3600000);
      const day = `${due.getUTCFullYear()}-${two(due.getUTCMonth() + 1)}-${two(due.getUTCDate())}`;
      out = `${day} ${two(due.getUTCHours())}:${two(due.getUTCMinutes())}:${two(due.getUTCSeconds())}`;
      total = total + due.getUTCMonth() + 1 + out.length;
    }
    return `${total} ${out}`;
  },
};

/** How many numbers each gets. */
export const sizes = { arithmetic: 1000, strings: 20000, collections: 50000, json: 40, dates: 20000 };

export const numbersFor = (name) => Array.from({ length: sizes[name] }, (_, at) => at);

/** A reply of about 12 KB, as a help desk's API gives it. */
export const json = JSON.stringify({
  requests: Array.from({ length: 60 }, (_, at) => ({
    id: `40955300000012${1000 + at}`,
    subject: `Printer ${at} on floor ${at % 12} is "out of paper"`,
    status: { name: at % 3 ? "Open" : "Closed", id: at % 3 },
    tags: ["printer", "floor", `t${at}`],
    hours: at % 9,
    isUrgent: at % 4 === 0,
    resolution: null,
  })),
  list_info: { has_more_rows: false, row_count: 60 },
});
