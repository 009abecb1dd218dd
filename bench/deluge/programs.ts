/** The benchmarks' programs in Deluge, statement by statement what equivalents.mjs does. */
export const programs = {
  arithmetic: `string main(list numbers) {
  total = 0;
  average = 0.5;
  for each a in numbers {
    for each b in numbers {
      total = (total * 31 + a * b) % 1000003;
      if(total % 7 == 0) {
        total = total - b;
      }
    }
    average = average * 0.75 + (a / 8) * 0.25;
  }
  return total + " " + average;
}`,
  strings: `string main(list numbers) {
  pages = List();
  out = "";
  found = 0;
  for each n in numbers {
    line = "Ticket " + n + ": printer on floor " + n % 12 + " is out of paper\\n";
    out = out + line;
    title = line.subString(0, line.indexOf(":")).toUpperCase();
    if(line.contains("floor 7") && title.endsWith("7")) {
      found = found + 1;
    }
    if(n % 100 == 99) {
      pages.add(out);
      out = "";
    }
  }
  longest = "";
  for each page in pages {
    for each line in page.toList("\\n") {
      last = line.trim().subString(line.lastIndexOf(" ") + 1);
      if(line.length() > longest.length()) {
        longest = line;
      }
      if(last == "paper") {
        found = found + 1;
      }
    }
  }
  return pages.size() + " " + found + " " + longest;
}`,
  collections: `string main(list numbers) {
  counts = Map();
  firsts = List();
  for each n in numbers {
    key = "k" + n % 500;
    seen = counts.get(key);
    if(seen == null) {
      seen = 0;
      firsts.add(n);
    }
    counts.put(key, seen + n);
  }
  records = List();
  for each key in counts.keys() {
    records.add({"name": key, "total": counts.get(key)});
  }
  total = 0;
  for each round in firsts.subList(0, 100) {
    for each record in records {
      if(record.get("total") % 2 == round % 2) {
        total = total + record.get("total");
      }
    }
  }
  return records.size() + " " + total;
}`,
  json: `string main(list numbers, string text) {
  total = 0;
  for each n in numbers {
    reply = text.toMap();
    for each request in reply.get("requests") {
      request.put("seen", n);
      total = total + request.get("hours");
    }
    total = total + reply.toString().length();
  }
  return total;
}`,
  dates: `string main(list numbers) {
  start = '31-Jan-2024 08:30:00';
  out = "";
  total = 0;
  for each n in numbers {
    due = start.addDay(n).addHour(5);
    out = due.toString("yyyy-MM-dd HH:mm:ss");
    total = total + due.getMonth() + out.length();
  }
  return total + " " + out;
}`,
} as const;

export type ProgramName = keyof typeof programs;

/** Raised, because the benchmarks execute more statements than a script may; every budget is still counted. */
export const limits = { statements: 1_000_000_000, made: 1_000_000_000, timeMs: 600_000 };
