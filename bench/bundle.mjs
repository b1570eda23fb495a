// node bundle.mjs PROGRAM API PACKAGES [zod]: what does PROGRAM weigh, with "api" found in the folder API and packages
// that API needs in PACKAGES? Without the last word, Zod is left out. Prints gzipped bytes by bundler.

import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { rolldown } from "rolldown";

const [program, api, packages, zod] = process.argv.slice(2);
const external = zod ? [] : ["zod", "zod/*"];

const { outputFiles } = await esbuild.build({
  entryPoints: [program],
  alias: { api },
  nodePaths: [packages],
  external,
  bundle: true,
  minify: true,
  format: "esm",
  write: false,
});

const build = await rolldown({
  input: program,
  external: zod ? [] : [/^zod(\/|$)/],
  resolve: { alias: { api }, modules: [packages, "node_modules"] },
  logLevel: "silent",
});
const { output } = await build.generate({ minify: true, format: "esm" });

const weight = (code) => gzipSync(code, { level: 9 }).length;
console.log(JSON.stringify({ esbuild: weight(outputFiles[0].contents), rolldown: weight(output[0].code) }));
