import { FlowRunResponse, flowRuns } from "api";

export const read = async (id: string) => FlowRunResponse.parse(await flowRuns.readFlowRun({ path: { id } }));
