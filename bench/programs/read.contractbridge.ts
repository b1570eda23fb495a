import { flowRuns, schemas } from "api";

export const read = async (id: string) => schemas.FlowRunResponse.parse(await flowRuns.readFlowRun({ path: { id } }));
