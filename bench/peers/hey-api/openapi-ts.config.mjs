// Types, Zod 4 schemas, and an SDK over fetch that validates what it receives.
export default {
  input: process.env.BENCH_SPEC,
  output: process.env.BENCH_OUT,
  plugins: [
    "@hey-api/typescript",
    { name: "zod", compatibilityVersion: 4 },
    { name: "@hey-api/sdk", validator: { response: "zod" } },
    "@hey-api/client-fetch",
  ],
};
