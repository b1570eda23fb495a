// What a page of prefect's sends and gets. Flow runs are as the server answers them: finished, with every field that
// such runs have, and null where they are null in life. Times end in "Z", as Pydantic prints UTC.

const uuid = (run, field) =>
  `${run.toString(16).padStart(8, "0")}-${field.toString(16).padStart(4, "0")}-4a2b-8c3d-${(run * 7919 + field).toString(16).padStart(12, "0")}`;

const time = (run, minute) => new Date(Date.UTC(2026, 9, 1, 0, run * 5 + minute, 12, 345)).toISOString().replace("Z", "678Z");

const STATES = [
  ["COMPLETED", "Completed", null],
  ["COMPLETED", "Cached", null],
  ["FAILED", "Failed", "Task run encountered an exception ValueError: 3 rows without a customer"],
  ["CRASHED", "Crashed", "Execution was cancelled by the runtime environment."],
];

function flowRun(run) {
  const [type, name, message] = STATES[run % STATES.length];
  return {
    id: uuid(run, 1),
    created: time(run, 0),
    updated: time(run, 4),
    name: `gentle-otter-${run}`,
    flow_id: uuid(run % 7, 2),
    state_id: uuid(run, 3),
    deployment_id: uuid(run % 11, 4),
    deployment_version: "1.4.2",
    work_queue_id: uuid(run % 3, 5),
    work_queue_name: "default",
    flow_version: "9f8c2d1e",
    parameters: { day: "2026-10-01", regions: ["eu", "us"], retries: 3, options: { full: run % 2 === 0 } },
    idempotency_key: `scheduled ${uuid(run % 11, 4)} ${time(run, 0)}`,
    context: {},
    empirical_policy: {
      max_retries: 0,
      retry_delay_seconds: 0,
      retries: 2,
      retry_delay: 30,
      pause_keys: [],
      resuming: false,
      retry_type: null,
    },
    tags: ["nightly", "etl", `team-${run % 5}`],
    labels: { "prefect.flow.id": uuid(run % 7, 2), attempt: 1, weight: 0.5, manual: false },
    parent_task_run_id: null,
    state_type: type,
    state_name: name,
    run_count: 1,
    expected_start_time: time(run, 1),
    next_scheduled_start_time: null,
    start_time: time(run, 1),
    end_time: time(run, 3),
    total_run_time: 121.482,
    estimated_run_time: 121.482,
    estimated_start_time_delta: 1.207,
    auto_scheduled: true,
    infrastructure_document_id: null,
    infrastructure_pid: `etl/nightly-${run}`,
    created_by: { id: uuid(run % 11, 4), type: "DEPLOYMENT", display_value: "nightly" },
    work_pool_id: uuid(run % 3, 6),
    work_pool_name: "kubernetes",
    state: {
      id: uuid(run, 3),
      type,
      name,
      timestamp: time(run, 3),
      message,
      data: null,
      state_details: {
        flow_run_id: uuid(run, 1),
        task_run_id: null,
        child_flow_run_id: null,
        scheduled_time: null,
        cache_key: null,
        cache_expiration: null,
        deferred: false,
        untrackable_result: false,
        pause_timeout: null,
        pause_reschedule: false,
        pause_key: null,
        run_input_keyset: null,
        refresh_cache: null,
        retriable: null,
        transition_id: uuid(run, 7),
        task_parameters_id: null,
        traceparent: null,
        deployment_concurrency_lease_id: null,
      },
    },
    job_variables: { cpu: 2, memory: "4Gi", env: { LOG_LEVEL: "INFO" } },
  };
}

const flowRuns = (count) => Array.from({ length: count }, (_, run) => flowRun(run));

/** The form that makes a work pool, as filled in. */
export const form = {
  name: "kubernetes-eu",
  description: "Nightly runs, four at a time",
  type: "kubernetes",
  is_paused: false,
  concurrency_limit: 4,
};

/** 230 KB of JSON. */
export const page = { results: flowRuns(100), count: 4711, limit: 100, pages: 48, page: 1 };

/** 5 MB of JSON. */
export const list = flowRuns(2200);
