// Names the files that do not parse, and those in which code of a document's stands as code.
import ts from "typescript59";
import vm from "node:vm";
import { readFileSync } from "node:fs";
const faults = [];
for (const file of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const text = readFileSync(file, "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const fault = (problem, at) => faults.push(`${file}: ${problem} at ${text.slice(Math.max(0, at - 60), at + 60)}`);
  for (const { start, messageText } of source.parseDiagnostics.slice(0, 1)) fault(JSON.stringify(messageText), start);
  if (file.endsWith(".js")) {
    try {
      new vm.SourceTextModule(text);
    } catch (error) {
      fault(String(error), 0);
    }
  }
  const visit = (node) => {
    if (ts.isIdentifier(node) && node.text === "pwned") fault("code of the document's", node.pos);
    ts.forEachChild(node, visit);
  };
  visit(source);
}
console.log(JSON.stringify(faults));
