import { paginateFlowRunsFlowRunsPaginatePost } from "api/sdk.gen";
import { zFlowRunPaginationResponse } from "api/zod.gen";

export const load = async (limit: number) =>
  zFlowRunPaginationResponse.parse((await paginateFlowRunsFlowRunsPaginatePost({ body: { limit } })).data);
