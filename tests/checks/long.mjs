// Asks each check about long strings, whose answers do not matter. Takes a list of [check, options] as JSON.
import * as is from "./checks.js";

const units = [
  ...'a1 0=["\\@.:/_-<\u00e9\u0661P+,%\ud800',
  ...["a ", "1_", '"\\', '\\"', "=Q", "1.", "::", "a,", "1D", "<a", "xn--", "a@", "\u00e9.", "[{", "\u00a0a"],
];
const starts = [
  ...["", "P", "1", "1.", "1e", "0", '"', "http://", "a@", "a://a,"],
  ...["2024-01-01T10:00:00.", "10:00:00.", "1d", "::", "1.2.3.4/", "x <"],
];
const length = Number(process.argv[3] ?? 20_000);

for (const [name, { pattern, ...options }] of JSON.parse(process.argv[2])) {
  const [test] = is[name](options);
  for (const unit of units) {
    for (const start of starts) {
      for (const end of ["", "x"]) {
        const before = Date.now();
        test(start + unit.repeat(length / unit.length) + end);
        const took = Date.now() - before;
        if (took > 200 && process.argv[3]) console.log(name, options, start, unit, end, took);
      }
    }
  }
}
console.log("answered");
