import {
  countFlowRunsFlowRunsCountPost,
  createFlowRunFlowRunsPost,
  createVariableVariablesPost,
  deleteArtifactArtifactsIdDelete,
  paginateFlowRunsFlowRunsPaginatePost,
  readDeploymentByNameDeploymentsNameFlowNameDeploymentNameGet,
  readFlowByNameFlowsNameNameGet,
  readFlowRunFlowRunsIdGet,
  readWorkPoolsWorkPoolsFilterPost,
  updateDeploymentDeploymentsIdPatch,
} from "api";

const id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const strict = { throwOnError: true } as const;

const flow = await readFlowByNameFlowsNameNameGet({ path: { name: "etl" }, ...strict });
const made = await createFlowRunFlowRunsPost({ body: { flow_id: flow.data.id, tags: ["nightly"] }, ...strict });
const run = await readFlowRunFlowRunsIdGet({ path: { id: made.data.id }, ...strict });
const page = await paginateFlowRunsFlowRunsPaginatePost({ body: { limit: 100, page: 1 }, ...strict });
const count = await countFlowRunsFlowRunsCountPost({ body: {}, ...strict });
const deployment = await readDeploymentByNameDeploymentsNameFlowNameDeploymentNameGet({
  path: { flow_name: "etl", deployment_name: "nightly" },
  ...strict,
});
await updateDeploymentDeploymentsIdPatch({ path: { id: deployment.data.id }, body: { paused: true }, ...strict });
const pools = await readWorkPoolsWorkPoolsFilterPost({ body: { limit: 10 }, ...strict });
const variable = await createVariableVariablesPost({ body: { name: "region", value: "eu" }, ...strict });
await deleteArtifactArtifactsIdDelete({ path: { id }, ...strict });

const names: string[] = [flow.data.name, variable.data.name, ...pools.data.map((pool) => pool.name)];
const total: number = count.data + page.data.count + page.data.results.length;
export const summary = { names, total, state: run.data.state_type };
