// Two jobs, as its documentation has it: the fetch client with its types, and the Zod 4 schemas.
const input = { target: process.env.BENCH_SPEC };
const out = process.env.BENCH_OUT;

export default {
  client: { input, output: { client: "fetch", mode: "split", target: `${out}/client.ts`, schemas: `${out}/model` } },
  zod: {
    input,
    output: {
      client: "zod",
      mode: "split",
      target: `${out}/schemas.ts`,
      fileExtension: ".zod.ts",
      override: { zod: { version: 4, generateReusableSchemas: true } },
    },
  },
};
