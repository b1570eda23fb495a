import { artifacts, deployments, flowRuns, flows, variables, workPools } from "api";

const id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

const flow = await flows.readFlowByName({ path: { name: "etl" } });
const made = await flowRuns.createFlowRun({ body: { flow_id: flow.id, tags: ["nightly"] } });
const run = await flowRuns.readFlowRun({ path: { id: made.id } });
const page = await flowRuns.paginateFlowRuns({ body: { limit: 100, page: 1 } });
const count = await flowRuns.countFlowRuns({ body: {} });
const deployment = await deployments.readDeploymentByName({
  path: { flow_name: "etl", deployment_name: "nightly" },
});
await deployments.updateDeployment({ path: { id: deployment.id }, body: { paused: true } });
const pools = await workPools.readWorkPools({ body: { limit: 10 } });
const variable = await variables.createVariable({ body: { name: "region", value: "eu" } });
await artifacts.deleteArtifact({ path: { id } });

const names: string[] = [flow.name, variable.name, ...pools.map((pool) => pool.name)];
const total: number = count + page.count + page.results.length;
export const summary = { names, total, state: run.state_type };
