import { readFlowRunFlowRunsIdGet } from "api/clients/readFlowRunFlowRunsIdGet";
import { flowRunResponseSchema } from "api/zod/flowRunResponseSchema";

export const read = async (id: string) => flowRunResponseSchema.parse(await readFlowRunFlowRunsIdGet(id));
