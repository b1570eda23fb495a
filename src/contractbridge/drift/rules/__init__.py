"""The rules: what each fact means for the people who use the contract.

A rule is one function from a fact to findings. Its id is its name with dashes, its docstring its manual page.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from contractbridge.drift import facts
from contractbridge.drift.facts import Fact, Sides
from contractbridge.drift.policy import acceptance_stale, generated_stale
from contractbridge.drift.rules import (
    bodies,
    calls,
    lifecycle,
    names,
    operations,
    parameters,
    request_fields,
    request_types,
    response_fields,
    response_types,
    responses,
    security,
    servers,
)
from contractbridge.drift.rules.finding import Finding

# Each takes one kind of fact, and stands beside it in the table.
Rule: TypeAlias = Callable[[Any, Sides], Iterator[Finding]]

RULES: Final[Mapping[type[Fact], tuple[Rule, ...]]] = {
    facts.OperationAdded: (operations.operation_added,),
    facts.OperationRemoved: (
        operations.operation_removed,
        operations.operation_removed_after_sunset,
        operations.operation_hidden,
    ),
    facts.OperationMoved: (
        operations.operation_moved,
        operations.operation_redirected,
    ),
    facts.PrefixMoved: (operations.prefix_moved,),
    facts.PathParameterRenamed: (operations.path_parameter_renamed,),
    facts.OperationIdChanged: (operations.operation_id_changed,),
    facts.TagsChanged: (operations.tags_changed,),
    facts.DeprecationChanged: (
        lifecycle.deprecated,
        lifecycle.deprecation_withdrawn,
        lifecycle.sunset_malformed,
        lifecycle.sunset_brought_forward,
        lifecycle.sunset_put_off,
    ),
    facts.StabilityChanged: (
        lifecycle.stability_lowered,
        lifecycle.stability_raised,
        lifecycle.stability_unknown,
    ),
    facts.RedirectsChanged: (operations.slash_redirects_removed,),
    facts.OperationRenamed: (names.operation_renamed,),
    facts.NamespaceRenamed: (names.namespace_renamed,),
    facts.DefinitionRenamed: (names.model_renamed,),
    facts.DefinitionRemoved: (names.model_removed,),
    facts.EnumMemberRenamed: (names.enum_member_renamed,),
    facts.UpgradeNoise: (names.framework_upgrade,),
    facts.ParameterAdded: (
        parameters.parameter_added,
        parameters.parameter_added_required,
    ),
    facts.ParameterRemoved: (
        parameters.parameter_removed,
        parameters.parameter_refused,
    ),
    facts.ParameterRenamed: (parameters.parameter_renamed,),
    facts.ParameterMoved: (parameters.parameter_moved,),
    facts.ParameterPresenceChanged: (
        parameters.parameter_became_required,
        parameters.parameter_became_optional,
    ),
    facts.ParameterStyleChanged: (parameters.parameter_style_changed,),
    facts.ExtrasRefused: (request_types.request_extra_refused,),
    facts.DefaultChanged: (parameters.request_default_changed,),
    facts.AliasRemoved: (parameters.request_alias_removed,),
    facts.BodyAdded: (
        bodies.request_body_added,
        bodies.request_body_added_required,
    ),
    facts.BodyRemoved: (bodies.request_body_removed,),
    facts.BodyPresenceChanged: (
        bodies.request_body_became_required,
        bodies.request_body_became_optional,
    ),
    facts.BodyWrapped: (
        bodies.request_body_wrapped,
        bodies.request_body_unwrapped,
    ),
    facts.MediaTypeAdded: (
        bodies.request_media_type_added,
        responses.response_media_type_added,
    ),
    facts.MediaTypeRemoved: (
        bodies.request_media_type_removed,
        responses.response_media_type_removed,
    ),
    facts.TypeChanged: (
        request_fields.request_field_added,
        request_fields.request_field_added_required,
        request_fields.request_field_removed,
        request_fields.request_field_refused,
        request_fields.request_field_became_required,
        request_fields.request_field_became_optional,
        request_types.request_type_changed,
        request_types.request_type_widened,
        request_types.request_value_converted,
        request_types.request_null_refused,
        request_types.request_null_admitted,
        request_types.request_enum_value_removed,
        request_types.request_enum_value_added,
        request_types.request_became_enum,
        request_types.request_enum_opened,
        request_types.request_limit_tightened,
        request_types.request_limit_loosened,
        request_types.request_pattern_changed,
        request_types.request_format_changed,
        request_types.request_extra_refused,
        request_types.request_union_member_removed,
        request_types.request_union_member_added,
        request_types.request_rule_tightened,
        request_types.request_undecided,
        response_fields.response_field_added,
        response_fields.response_field_removed,
        response_fields.response_field_became_optional,
        response_fields.response_field_became_required,
        response_types.response_type_changed,
        response_types.response_untyped,
        response_types.response_type_narrowed,
        response_types.response_null_added,
        response_types.response_null_removed,
        response_types.response_enum_value_added,
        response_types.response_enum_value_removed,
        response_types.response_enum_opened,
        response_types.response_enum_closed,
        response_types.response_limit_loosened,
        response_types.response_limit_tightened,
        response_types.response_pattern_changed,
        response_types.response_format_changed,
        response_types.response_members_added,
        response_types.response_union_member_added,
        response_types.response_rule_loosened,
        response_types.response_undecided,
    ),
    facts.ValidatorAdded: (request_types.request_validator_added,),
    facts.FieldRenamed: (
        request_fields.request_field_renamed,
        response_fields.response_field_renamed,
    ),
    facts.StatusAdded: (
        responses.response_success_status_added,
        responses.response_error_status_added,
    ),
    facts.StatusRemoved: (
        responses.response_success_status_removed,
        responses.response_error_status_removed,
    ),
    facts.HeaderAdded: (responses.response_header_added,),
    facts.HeaderRemoved: (responses.response_header_removed,),
    facts.HeaderPresenceChanged: (
        responses.response_header_became_optional,
        responses.response_header_became_required,
    ),
    facts.LinkRemoved: (responses.response_link_removed,),
    facts.StreamingChanged: (responses.response_streaming_changed,),
    facts.SecurityChanged: (
        security.security_required,
        security.security_tightened,
        security.security_relaxed,
        security.security_not_enforced,
    ),
    facts.SecuritySchemeChanged: (
        security.security_scheme_added,
        security.security_scheme_removed,
        security.security_scheme_changed,
    ),
    facts.ServerAdded: (servers.server_added,),
    facts.ServerRemoved: (servers.server_removed,),
    facts.WebhookAdded: (calls.webhook_added,),
    facts.WebhookRemoved: (calls.webhook_removed,),
    facts.CallbackAdded: (calls.callback_added,),
    facts.CallbackRemoved: (calls.callback_removed,),
    facts.WebSocketAdded: (calls.websocket_added,),
    facts.WebSocketRemoved: (calls.websocket_removed,),
}


@dataclass(frozen=True, slots=True)
class Page:
    """The manual page of a rule."""

    id: str
    text: str

    @property
    def summary(self) -> str:
        return self.text.partition("\n")[0]


def judge(fact: Fact, sides: Sides) -> Iterator[tuple[str, Finding]]:
    """What the rules find in a fact, each with the rule's id."""
    for rule in RULES.get(type(fact), ()):
        for finding in rule(fact, sides):
            yield rule_id(rule), finding


def rule_id(rule: Callable[..., Any]) -> str:
    return rule.__name__.replace("_", "-")


def pages() -> Mapping[str, Page]:
    """The manual pages of all rules by id, in the order of the table; what is about no change comes last."""
    of_changes = (rule for rules in RULES.values() for rule in rules)
    rules: list[Callable[..., Any]] = [*of_changes, acceptance_stale, generated_stale]
    return {rule_id(each): Page(rule_id(each), inspect.getdoc(each) or "") for each in rules}
