import { paginateFlowRuns } from "api/client/flowRuns";
import { FlowRunPaginationResponse } from "api/schemas";

export const load = async (limit: number) =>
  FlowRunPaginationResponse.parse(await paginateFlowRuns({ body: { limit } }));
