import { flowRuns, schemas } from "api";

export const load = async (limit: number) =>
  schemas.FlowRunPaginationResponse.parse(await flowRuns.paginateFlowRuns({ body: { limit } }));
