import { FlowRunPaginationResponse, flowRuns } from "api";

export const load = async (limit: number) =>
  FlowRunPaginationResponse.parse(await flowRuns.paginateFlowRuns({ body: { limit } }));
