// What docs/deluge.md shows beside the registry. A test checks each: forms and literals have no errors, the others have.

export const literals: readonly (readonly [type: string, source: string, note: string])[] = [
  [
    "TEXT",
    '"a \\"word\\"\\n"',
    'Escapes `\\"`, `\\\\`, `\\n`, `\\t`, `\\r`; any other backslash stays, so patterns need not be doubled',
  ],
  ["TEXT", "'plain'", "In single quotes: a date when it reads as one, else text"],
  ["NUMBER", "42", "64-bit integers, exact up to 9223372036854775807"],
  ["DECIMAL", "2.50", "Double precision, shown in its shortest form"],
  ["BOOLEAN", "true", ""],
  [
    "DATE-TIME",
    "'15-Jan-2026 16:00:00'",
    "Also `'15-Jan-2026'`, `'2026-01-15'`, `'15/01/2026'`; shown in the portal's time zone",
  ],
  [
    "LIST",
    '{1, "a", {2}}',
    "Also `[1, 2]`, `List()`, `List:Int()`; elements of any type, positions from 0, by reference",
  ],
  [
    "KEY-VALUE",
    '{"a": 1, "b": {"c": 2}}',
    "Also `Map()`; keeps the order of insertion, by reference; its text is JSON",
  ],
  ["LIST or KEY-VALUE", "{}", "Empty: becomes a map with the first `put`, a list with the first `add`"],
  ["COLLECTION", 'Collection("a": 1)', "Also `Collection(1, 2)`: keys or positions, decided by the first insertion"],
  ["FILE", '"text".toFile("a.txt")', "Also what `invokeurl` brings back when it is neither JSON nor text"],
  ["NULL", "null", "A missing argument, a missing key"],
];

export const forms: readonly { source: string; keyword?: string; doc?: string }[] = [
  { source: "x = 1;", doc: "Assigns; also `+=`, `-=`, `*=`, `/=`, `%=`. Blocks open no scope of their own." },
  { source: "if(1 < 2) { info 1; } else if(2 < 1) { info 2; } else { info 3; }", keyword: "if" },
  { source: "for each x in {1, 2} { info x; }", keyword: "for" },
  { source: "for each index i in {1, 2} { info i; }", doc: "The positions, from 0." },
  {
    source: "for each x in {1, 2} { if(x == 1) { continue; } break; }",
    doc: "`continue` goes on with the next round, `break` leaves the loop.",
  },
  { source: 'try { info "12a".toLong(); } catch (e) { info e.message + e.lineNo; }', keyword: "try" },
  { source: 'throw "no such order";', keyword: "throw" },
  { source: "info 1;", keyword: "info" },
  { source: "return 1;", keyword: "return" },
  {
    source: 'invokeurl [ url : "https://example.com/" type : GET ];',
    doc: "A task with attributes; also as a value: `r = invokeurl [ … ];`.",
  },
  { source: 'info if(true, "a", "b");', doc: "As a value, `if` evaluates only the chosen one." },
  { source: 'info ifnull(null, "default");', doc: "The second value where the first is null." },
  {
    source: "int standalone.add(int a, int b) { return a + b; }",
    doc: "A function; call it as `standalone.add(1, 2)`. Missing arguments are null.",
  },
  {
    source: "/* a comment */ // and one to the end of the line",
    doc: "Ignored; the first kind may go over several lines.",
  },
];

export const operators: readonly (readonly [signs: string, meaning: string])[] = [
  ["! -", "not, minus"],
  ["* / %", "`/` gives a NUMBER when it comes out even, else a DECIMAL; by zero is an error"],
  ["+ -", "`+` with a TEXT joins texts; date − date gives milliseconds"],
  ["< > <= >=", "numbers, dates, texts; a text that reads as a number or date is compared as one"],
  ["== !=", 'by value: `"3000" == 3000`, lists and maps entry by entry; `=` in a condition means `==`, with a warning'],
  ["&&", "the right side only when it matters; also `and`"],
  ["||", "likewise; also `or`"],
];

export const refused: readonly string[] = [
  "while(true) { info 1; }",
  "do { info 1; } while(true);",
  "switch(1) { }",
  "for(i = 0; i < 3; i++) { info i; }",
  "x = 1;\ny = x > 0 ? 1 : 2;",
  "x = 1;\nx++;",
  'alert "Hello";',
  "cancel submit;",
  'insert into Orders [ Name = "x" ];',
  "delete from Orders[ID == 1];",
  "for each r in Orders[ID == 1] { info r; }",
  "l = {1};\ninfo l[0];",
];

export const foreign: readonly string[] = [
  'info "a,b".split(",");',
  'info {1, 2}.join(",");',
  'info "abc".substr(1);',
  'info "abc".charAt(1);',
  'info "a-b".replace("-", "+");',
  'info "abc".length;',
  "l = List();\nl.push(1);",
  'info "12".toInt();',
  'info "a".toUpper();',
  "m = Map();\ninfo m.keySet();",
  "info typeof(1);",
  "console.log(1);",
  "info undefined;",
  "info 1 === 1;",
];
