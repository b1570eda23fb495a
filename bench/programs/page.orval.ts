import { paginateFlowRunsFlowRunsPaginatePost } from "api/client";
import { FlowRunPaginationResponse } from "api/schemas.ts.schemas.zod";

export const load = async (limit: number) =>
  FlowRunPaginationResponse.parse((await paginateFlowRunsFlowRunsPaginatePost({ limit })).data);
