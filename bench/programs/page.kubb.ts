import { paginateFlowRunsFlowRunsPaginatePost } from "api/clients/paginateFlowRunsFlowRunsPaginatePost";
import { flowRunPaginationResponseSchema } from "api/zod/flowRunPaginationResponseSchema";

export const load = async (limit: number) =>
  flowRunPaginationResponseSchema.parse(await paginateFlowRunsFlowRunsPaginatePost({ limit }));
