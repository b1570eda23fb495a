import { readFlowRunFlowRunsIdGet } from "api/sdk.gen";
import { zFlowRunResponse } from "api/zod.gen";

export const read = async (id: string) => zFlowRunResponse.parse((await readFlowRunFlowRunsIdGet({ path: { id } })).data);
