import { readFlowRun } from "api/client/flowRuns";
import { FlowRunResponse } from "api/schemas";

export const read = async (id: string) => FlowRunResponse.parse(await readFlowRun({ path: { id } }));
