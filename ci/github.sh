#!/usr/bin/env bash
# What the action does: annotations on the lines, a summary of the job, a comment, and an exit code that means something.
# Variables: AGAINST, FAIL_ON, COMMENT, FROM_CONTRACT and COMMAND, from action.yml.
set -u

read -r -a command <<<"$COMMAND"
options=()
[ "$FROM_CONTRACT" = true ] && options+=(--from-contract)
[ -n "$FAIL_ON" ] && gate=(--fail-on "$FAIL_ON") || gate=()

if [ -z "$AGAINST" ]; then
    "${command[@]}" check "${options[@]}"
    exit
fi

page=$(mktemp)
trap 'rm -f "$page"' EXIT
"${command[@]}" check --against "$AGAINST" "${gate[@]}" "${options[@]}" --format github
code=$?
[ $code -le 1 ] || exit $code

"${command[@]}" diff "$AGAINST" "${gate[@]}" "${options[@]}" --format markdown >"$page"
cat "$page" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
if [ "$COMMENT" = true ] && [[ "${GITHUB_REF:-}" == refs/pull/* ]]; then
    # A pull request from a fork has no right to comment: that must not fail the job.
    "${command[@]}" comment "$page" || echo "::warning::The pull request could not be commented on."
fi
exit $code
