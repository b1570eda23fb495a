import { readFlowRunFlowRunsIdGet } from "api/client";
import { FlowRunResponse } from "api/schemas.ts.schemas.zod";

export const read = async (id: string) => FlowRunResponse.parse((await readFlowRunFlowRunsIdGet(id)).data);
